package io.awe4lb.kernel.stats;

/** What one loop counted for itself. Written by that loop alone. */
public final class LoopCounters {

    private long acceptFailures;
    private long acceptPauses;
    private long bytesIn;
    private long bytesOut;

    /** Accepting failed, most likely for want of file descriptors. On the loop. */
    public void acceptFailed() {
        acceptFailures++;
    }

    /** Accepting stopped for a while. On the loop. */
    public void acceptPaused() {
        acceptPauses++;
    }

    /**
     * Bytes were passed on, whatever listener and backend they belong to. On the loop.
     *
     * @param in from clients to backends
     * @param out from backends to clients
     */
    public void moved(long in, long out) {
        bytesIn += in;
        bytesOut += out;
    }

    /**
     * Bytes from clients to backends. Any thread.
     *
     * @return since the start, those of listeners and backends that are gone included
     */
    public long bytesIn() {
        return bytesIn;
    }

    /**
     * Bytes from backends to clients. Any thread.
     *
     * @return since the start, those of listeners and backends that are gone included
     */
    public long bytesOut() {
        return bytesOut;
    }

    /**
     * Failures to accept. Any thread.
     *
     * @return since the start
     */
    public long acceptFailures() {
        return acceptFailures;
    }

    /**
     * Times that accepting stopped for a while. Any thread.
     *
     * @return since the start
     */
    public long acceptPauses() {
        return acceptPauses;
    }
}
