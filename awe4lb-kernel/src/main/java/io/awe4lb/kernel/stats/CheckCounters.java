package io.awe4lb.kernel.stats;

import io.awe4lb.spi.CheckResult;

/** What became of the health checks of one backend. Written by the control thread alone. */
public final class CheckCounters {

    private long passed;
    private long failed;
    private long inconclusive;
    private long changes;

    /**
     * A check has run. On the control thread.
     *
     * @param result what it said
     */
    public void ran(CheckResult result) {
        switch (result) {
            case CheckResult.Passed _ -> passed++;
            case CheckResult.Failed _ -> failed++;
            case CheckResult.Inconclusive _ -> inconclusive++;
        }
    }

    /** The health is another one than before. On the control thread. */
    public void changed() {
        changes++;
    }

    /**
     * Checks that passed. Any thread.
     *
     * @return since the backend came
     */
    public long passed() {
        return passed;
    }

    /**
     * Checks that failed. Any thread.
     *
     * @return since the backend came
     */
    public long failed() {
        return failed;
    }

    /**
     * Checks that said nothing. Any thread.
     *
     * @return since the backend came
     */
    public long inconclusive() {
        return inconclusive;
    }

    /**
     * Times that the health became another one. Any thread.
     *
     * @return since the backend came; the first verdict counts
     */
    public long changes() {
        return changes;
    }
}
