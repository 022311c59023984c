package io.awe4lb.kernel.stats;

/** What one loop counted for one pool. Written by that loop alone. */
public final class PoolCounters {

    private long noBackends;

    /** A client came for whom no backend was up, ready and below its limit. On the loop. */
    public void noBackend() {
        noBackends++;
    }

    /**
     * Clients for whom there was no backend. Any thread.
     *
     * @return since the pool came
     */
    public long noBackends() {
        return noBackends;
    }
}
