package io.awe4lb.kernel.net;

import java.io.IOException;

/** Hears of one {@link DatagramServer}, on its loop. */
public interface DatagramServerHandler {

    /**
     * Somebody has sent something.
     *
     * @param datagrams valid for the length of the call
     */
    void onDatagrams(Datagrams datagrams);

    /**
     * Somebody has sent datagrams that are too large.
     *
     * @param count how many
     */
    void onTooLarge(int count);

    /**
     * The system did not take answers: it has no room, or does not know the way.
     *
     * @param count how many are lost
     */
    void onUnsent(int count);

    /**
     * Reading failed; it is tried again.
     *
     * @param failure what the system said
     */
    void onReadFailed(IOException failure);

    /**
     * One of the other methods threw.
     *
     * @param bug what it threw
     */
    void onBug(Throwable bug);
}
