package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline. */
final class Eventually {

    private Eventually() {}

    static <T> void is(T expected, Supplier<T> actual, Supplier<String> what) {
        long deadline = System.nanoTime() + Peer.DEADLINE * 1_000_000L;
        T last = actual.get();
        while (!Objects.equals(expected, last)) {
            if (System.nanoTime() > deadline) {
                fail("expected " + expected + " but was " + last + ": " + what.get());
            }
            LockSupport.parkNanos(1_000_000);
            last = actual.get();
        }
    }
}
