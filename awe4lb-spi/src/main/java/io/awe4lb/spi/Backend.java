package io.awe4lb.spi;

/**
 * One address that serves, as a strategy sees it. The same object for as long as the backend is a member of its pool, so it may be
 * compared by identity. Safe on any thread; reading allocates nothing.
 */
public interface Backend {

    /**
     * The name, if one is configured, else {@code host:port}; unique within the pool.
     *
     * @return never empty
     */
    String id();

    /**
     * The configured share of work in relation to others; 0 means none while another has more.
     *
     * @return 0 to {@value BackendSpec#MAX_WEIGHT}
     */
    int weight();

    /**
     * The tier: the lowest number serves, higher ones wait until it cannot.
     *
     * @return 0 to {@value BackendSpec#MAX_PRIORITY}
     */
    int priority();

    /**
     * Connections that are open or being opened to this backend right now, over all event loops. It may change between two calls.
     *
     * @return zero or more
     */
    int activeConnections();

    /**
     * The most connections at once. A pick that returns one that is full is no mistake: the strategy is asked again without those.
     *
     * @return 0 for no limit
     */
    int maxConnections();

    /**
     * Bytes that were passed on to and from this backend so far, over all event loops, since it became a member. It only grows; what a
     * loop passed on a moment ago may not be in it yet. Adds up a number an event loop.
     *
     * @return zero or more
     */
    long bytes();
}
