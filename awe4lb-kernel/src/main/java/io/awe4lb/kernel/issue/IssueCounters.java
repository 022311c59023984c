package io.awe4lb.kernel.issue;

import java.util.concurrent.atomic.LongAdder;

/** What came of the orders of one issuer. Any thread. */
public final class IssueCounters {

    private final LongAdder given = new LongAdder();
    private final LongAdder refused = new LongAdder();

    IssueCounters() {}

    void given() {
        given.increment();
    }

    void refused() {
        refused.increment();
    }

    /**
     * Certificates that were given.
     *
     * @return since the start
     */
    public long issued() {
        return given.sum();
    }

    /**
     * Orders of which nothing came.
     *
     * @return since the start
     */
    public long failed() {
        return refused.sum();
    }
}
