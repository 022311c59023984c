package io.awe4lb.kernel.net;

/** Takes what comes by a socket of datagrams, on its loop. */
public interface DatagramReceiver {

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
     * The system did not take datagrams: it has no room, does not know the way, or the path is too narrow for them.
     *
     * @param count how many are lost
     */
    void onUnsent(int count);

    /**
     * One of the other methods threw.
     *
     * @param bug what it threw
     */
    void onBug(Throwable bug);
}
