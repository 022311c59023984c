package io.awe4lb.kernel.accesslog;

/** A listener's place in the access log, for as long as the listener is the same: its plan changes with the configuration. */
public final class ListenerLog {

    private volatile LogPlan plan = LogPlan.NOTHING;

    /**
     * What becomes of records now. Any thread.
     *
     * @return nothing at first
     */
    public LogPlan plan() {
        return plan;
    }

    void follow(LogPlan next) {
        plan = next;
    }
}
