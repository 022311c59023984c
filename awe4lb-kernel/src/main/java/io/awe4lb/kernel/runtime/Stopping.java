package io.awe4lb.kernel.runtime;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The patience of a balancer that stops. Any thread. */
final class Stopping {

    private static final Duration LOOK = Duration.ofMillis(20);

    private final CountDownLatch now = new CountDownLatch(1);
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    /** Nobody waits any longer for connections to end. */
    void hurry() {
        now.countDown();
    }

    /** Nobody waits any longer for what a change would bring. */
    void begin() {
        begun.complete(null);
    }

    boolean hasBegun() {
        return begun.isDone();
    }

    /** Completed when a stop begins. */
    CompletableFuture<Void> begun() {
        return begun;
    }

    /** @return whether it was cut short */
    boolean pause(Duration duration) {
        try {
            return now.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) { // whoever waits for the stop wants it now
            return true;
        }
    }

    /** Waits until there are no connections, for this long at most. */
    void drain(Loops loops, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        boolean isCutShort = false;
        while (!isCutShort && System.nanoTime() < until && loops.liveConnections() > 0) {
            isCutShort = pause(LOOK);
        }
    }
}
