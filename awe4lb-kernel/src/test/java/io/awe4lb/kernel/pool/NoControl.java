package io.awe4lb.kernel.pool;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A control thread that never runs, for what is not started. */
final class NoControl extends ScheduledThreadPoolExecutor {

    NoControl() {
        super(0);
        shutdown();
    }
}
