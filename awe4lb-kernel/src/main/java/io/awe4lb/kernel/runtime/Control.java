package io.awe4lb.kernel.runtime;

import java.util.concurrent.Future;
import java.util.concurrent.Future.State;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes configuration, pools and plugins: whoever wants a change hands it a task. After {@link #shutdownNow()} tasks
 * are dropped: nobody is left who would see the change.
 */
final class Control extends ScheduledThreadPoolExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(Control.class);
    private static final ThreadFactory THREADS = Thread.ofPlatform().name("control").daemon().factory();

    Control() {
        super(1, THREADS, new DiscardPolicy());
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** A task that throws is a bug, whether it was to run at once or later; it ends this task, and not the thread. */
    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        if (task instanceof Future<?> future && future.state() == State.FAILED) {
            LOG.error("a change failed by a bug", future.exceptionNow());
        }
    }
}
