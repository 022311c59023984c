package io.awe4lb.kernel.pool;

import java.time.Duration;
import java.util.Objects;
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
     * Calls, after the call before has really returned: one that ignores its interrupt uses up the time of those after it.
     *
     * @throws TimeoutException when the deadline passed; the call was interrupted, or has not begun
     * @throws ExecutionException with what the call threw, or because it returned null
     * @throws InterruptedException when the caller was interrupted; the call was, too
     */
    <T> T call(Callable<T> call, Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
        Thread before = running;
        if (before != null && !before.join(timeout)) {
            throw new TimeoutException("the call before has not returned");
        }
        var task = new FutureTask<>(() -> Objects.requireNonNull(call.call(), "it returned null"));
        Thread thread = Thread.ofVirtual().name(name).start(task);
        running = thread;
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException late) {
            thread.interrupt();
            throw late;
        }
    }

    /** Returns when the last call has really returned, however long that takes; an interrupt does not end the wait. */
    void awaitReturn() {
        Thread last = running;
        while (last != null && last.isAlive()) {
            try {
                last.join();
            } catch (InterruptedException _) { // what comes after the call has to wait for it all the same
                continue;
            }
        }
    }
}
