package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline. */
public final class Eventually {

    private static final long DEADLINE = 10_000_000_000L;

    private Eventually() {}

    /** Fails after ten seconds, saying what was expected. */
    public static <T> void is(T expected, Supplier<T> actual, String what) {
        long begin = System.nanoTime();
        T last = actual.get();
        while (!Objects.equals(expected, last)) {
            if (System.nanoTime() - begin > DEADLINE) {
                fail("expected " + expected + " but was " + last + ": " + what);
            }
            LockSupport.parkNanos(2_000_000);
            last = actual.get();
        }
    }
}
