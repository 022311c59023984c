package io.awe4lb.kernel.stats;

import io.awe4lb.spi.CheckResult;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the health checks of one backend. */
public final class CheckCounters {

    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong inconclusive = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();

    /**
     * A check has run. Any thread: checks of an old configuration may end when those of the next one have begun.
     *
     * @param result what it said
     */
    public void ran(CheckResult result) {
        switch (result) {
            case CheckResult.Passed _ -> passed.incrementAndGet();
            case CheckResult.Failed _ -> failed.incrementAndGet();
            case CheckResult.Inconclusive _ -> inconclusive.incrementAndGet();
        }
    }

    /** The health is another one than before. Any thread. */
    public void changed() {
        changes.incrementAndGet();
    }

    /**
     * Checks that passed. Any thread.
     *
     * @return since the backend came
     */
    public long passed() {
        return passed.get();
    }

    /**
     * Checks that failed. Any thread.
     *
     * @return since the backend came
     */
    public long failed() {
        return failed.get();
    }

    /**
     * Checks that said nothing. Any thread.
     *
     * @return since the backend came
     */
    public long inconclusive() {
        return inconclusive.get();
    }

    /**
     * Times that the health became another one. Any thread.
     *
     * @return since the backend came; the first verdict counts
     */
    public long changes() {
        return changes.get();
    }
}
