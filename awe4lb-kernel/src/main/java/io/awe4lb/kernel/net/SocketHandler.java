package io.awe4lb.kernel.net;

import java.io.IOException;

/** Hears of one socket's readiness, on the socket's loop. */
public interface SocketHandler {

    /** There is something to read, or the end. */
    void onReadable();

    /** Room to write again, after {@link Socket#wantWrite}. */
    void onWritable();

    /** A connect that was under way has succeeded. Not called when {@link Socket#isConnected()} was true at once. */
    void onConnected();

    /**
     * A connect that was under way has failed.
     *
     * @param failure what the system said
     */
    void onConnectFailed(IOException failure);

    /**
     * One of the other methods threw.
     *
     * @param bug what it threw
     */
    void onBug(Throwable bug);
}
