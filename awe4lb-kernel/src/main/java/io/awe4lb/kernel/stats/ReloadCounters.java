package io.awe4lb.kernel.stats;

/** What became of configurations that somebody wanted, the first one not counted. Written under the lock of changes. */
public final class ReloadCounters {

    private volatile long applied;
    private volatile long rejected;

    /** One is in force. Under the lock of changes. */
    public void applied() {
        applied = applied + 1;
    }

    /** One was invalid, or could not come into force. Under the lock of changes. */
    public void rejected() {
        rejected = rejected + 1;
    }

    /**
     * Those that came into force. Any thread.
     *
     * @return since the start
     */
    public long applications() {
        return applied;
    }

    /**
     * Those that were refused. Any thread.
     *
     * @return since the start
     */
    public long rejections() {
        return rejected;
    }
}
