package io.awe4lb.kernel.pool;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls a plugin's code with a deadline, past which it is interrupted. Never a second call while the first one has not returned. */
final class Deadline {

    private final String name;
    private @Nullable Thread running;

    /** @param name of the virtual thread that runs the calls */
    Deadline(String name) {
        this.name = name;
    }

    /**
     * Calls, after the call before has really returned.
     *
     * @throws TimeoutException when the deadline passed; the call was interrupted
     * @throws ExecutionException with what the call threw
     * @throws InterruptedException when the caller was interrupted; the call was, too
     */
    <T> T call(Callable<T> call, Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
        Thread before = running;
        if (before != null) {
            before.join();
        }
        var task = new FutureTask<>(call);
        Thread thread = Thread.ofVirtual().name(name).start(task);
        running = thread;
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException late) {
            thread.interrupt();
            throw late;
        }
    }
}
