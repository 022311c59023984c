package io.awe4lb.kernel;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline that only a failing test reaches. */
public final class Eventually {

    /** For tests that wait in their own way. */
    public static final Duration DEADLINE = Duration.ofSeconds(20);

    private Eventually() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param what the condition in words, for the failure
     */
    public static void until(String what, BooleanSupplier condition) {
        if (!comesTrue(condition)) {
            fail("not within " + DEADLINE.toSeconds() + " s: " + what);
        }
    }

    /**
     * Returns as soon as a value is the expected one.
     *
     * @param what the value in words, for the failure; asked at its time
     */
    public static <T> void is(T expected, Supplier<T> actual, Supplier<String> what) {
        if (!comesTrue(() -> Objects.equals(expected, actual.get()))) {
            fail("expected " + expected + " within " + DEADLINE.toSeconds() + " s but it is " + actual.get() + ": " + what.get());
        }
    }

    private static boolean comesTrue(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > DEADLINE.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(500_000);
        }
        return true;
    }
}
