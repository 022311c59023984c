package io.awe4lb.kernel.net;

import java.io.IOException;

/** Hears of one {@link DatagramServer}, on its loop. */
public interface DatagramServerHandler extends DatagramReceiver {

    /**
     * Reading failed; it is tried again.
     *
     * @param failure what the system said
     */
    void onReadFailed(IOException failure);

    /**
     * The system gives no socket for answers that have to leave from where a client wanted to go; {@link #onUnsent} says how many. It is
     * tried again with the next.
     *
     * @param failure what the system said
     */
    void onReplyFailed(IOException failure);
}
