package io.awe4lb.kernel.stats;

/** What one loop counted for itself. Written by that loop alone. */
public final class LoopCounters {

    private long acceptFailures;
    private long acceptPauses;

    /** Accepting failed, most likely for want of file descriptors. On the loop. */
    public void acceptFailed() {
        acceptFailures++;
    }

    /** Accepting stopped for a while. On the loop. */
    public void acceptPaused() {
        acceptPauses++;
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
