package io.awe4lb.kernel.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.Future.State;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes configuration, pools and plugins: whoever wants a change hands it a task. After {@link #end()} tasks
 * are dropped: nobody is left who would see the change.
 */
final class Control extends ScheduledThreadPoolExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(Control.class);
    private static final ThreadFactory THREADS = Thread.ofPlatform().name("control").daemon().factory();

    /** Fails at the end. */
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    Control() {
        super(1, THREADS, new DiscardPolicy());
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Has something done and waits for its result. Any thread but this one and loops.
     *
     * @throws ChangeException if it has been shut down, or is meanwhile
     */
    <T> T ask(Supplier<T> task) throws ChangeException {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(task, this);
        try {
            return CompletableFuture.anyOf(answer, end).thenApply(_ -> answer.join()).join();
        } catch (CompletionException failure) {
            if (end.isDone()) {
                throw stopping();
            }
            throw failure;
        }
    }

    static ChangeException stopping() {
        return new ChangeException("", "the balancer is stopping: nothing can be changed any more");
    }

    /** Ends it; whoever waits hears of it. */
    void end() {
        shutdownNow();
        end.completeExceptionally(new RejectedExecutionException("it has ended"));
    }

    /** A task that throws is a bug, whether it was to run at once or later; it ends this task, and not the thread. */
    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        if (task instanceof Future<?> future && future.state() == State.FAILED) {
            LOG.error("a change failed by a bug", future.exceptionNow());
        }
    }
}
