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
}
