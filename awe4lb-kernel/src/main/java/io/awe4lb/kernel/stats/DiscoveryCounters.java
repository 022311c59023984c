package io.awe4lb.kernel.stats;

/** What became of the questions to the source of one pool. Written by the control thread alone. */
public final class DiscoveryCounters {

    private long succeeded;
    private long failed;

    /** The source has answered. On the control thread. */
    public void succeeded() {
        succeeded++;
    }

    /** The source has not answered, or not to the purpose. On the control thread. */
    public void failed() {
        failed++;
    }

    /**
     * Questions that were answered. Any thread.
     *
     * @return since the pool came
     */
    public long successes() {
        return succeeded;
    }

    /**
     * Questions that were not. Any thread.
     *
     * @return since the pool came
     */
    public long failures() {
        return failed;
    }
}
