package io.awe4lb.kernel.stats;

/**
 * The connections to a listener that the system has made and nobody has accepted yet; of all its sockets.
 *
 * @param waiting now
 * @param limit how many may wait before the system drops what comes
 * @param dropped what the system dropped, each try of a client; begins again when the listener is bound anew
 */
public record AcceptQueue(long waiting, long limit, long dropped) {

    /**
     * Adds another one.
     *
     * @param other of another socket
     * @return the sum
     */
    public AcceptQueue plus(AcceptQueue other) {
        return new AcceptQueue(waiting + other.waiting, limit + other.limit, dropped + other.dropped);
    }
}
