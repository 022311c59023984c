package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Waits for a condition, with a deadline that only a failing test reaches. */
final class Eventually {

    /** For tests that wait in their own way. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final long PAUSE_NANOS = 2_000_000;
    private static final long STILL_NANOS = 300_000_000;

    private Eventually() {}

    /** Something to ask for again and again. */
    @FunctionalInterface
    interface Condition {

        boolean holds() throws Exception;
    }

    /**
     * Returns as soon as the condition holds.
     *
     * @param what the condition in words, for the failure
     */
    static void until(String what, Condition condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > DEADLINE.toNanos()) {
                fail("not within " + DEADLINE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Returns when a number that something counts up has not changed for a while. */
    static void standsStill(String what, LongSupplier number) throws Exception {
        AtomicLong last = new AtomicLong(-1);
        until(what + " stands still", () -> {
            LockSupport.parkNanos(STILL_NANOS);
            long now = number.getAsLong();
            return last.getAndSet(now) == now;
        });
    }
}
