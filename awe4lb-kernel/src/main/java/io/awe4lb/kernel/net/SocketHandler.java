package io.awe4lb.kernel.net;

import java.io.IOException;

/** Hears of one socket's readiness, on the socket's loop. */
public interface SocketHandler {

    /** There is something to read, or the end. */
    void onReadable();

    /** Room to write again, after {@link Socket#wantWrite}. */
    void onWritable();

    /**
     * A connect that was under way has succeeded. Not called when {@link Socket#isConnected()} was true at once; a bug for a handler of
     * sockets that are connected.
     */
    default void onConnected() {
        throw new IllegalStateException("connected twice");
    }

    /**
     * A connect that was under way has failed; a bug for a handler of sockets that are connected.
     *
     * @param failure what the system said
     */
    default void onConnectFailed(IOException failure) {
        throw new IllegalStateException("it was connected", failure);
    }

    /**
     * One of the other methods threw.
     *
     * @param bug what it threw
     */
    void onBug(Throwable bug);
}
