package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much one backend moves a second, decayed. Looked at by one thread at a time; {@link #load} and {@link #picked} are for any thread,
 * and what they read may be a moment old.
 */
final class Flow {

    private final AtomicInteger picks = new AtomicInteger();
    /** What the backend had counted when it was looked at, and when that was. */
    private long bytes;
    private long lookedAt;
    /** Bytes a second. */
    private double rate;
    /** Picks, each of which counts less as time goes by. */
    private double recent;
    private int active;
    /** What is known since the last look. */
    private long known;

    /** @param now by the clock of the looks, in nanoseconds */
    Flow(Backend backend, long now) {
        this.bytes = backend.bytes();
        this.lookedAt = now;
    }

    /**
     * Takes in what came since the last look.
     *
     * @param now by a clock that never goes back, in nanoseconds
     * @param halfLife after which what was moved counts half, in nanoseconds
     */
    void look(Backend backend, long now, double halfLife) {
        double elapsed = now - lookedAt;
        if (elapsed <= 0) {
            return;
        }
        long counted = backend.bytes();
        double kept = Math.pow(0.5, elapsed / halfLife);
        rate = rate * kept + (counted - bytes) * 1e9 / elapsed * (1 - kept);
        recent = recent * kept + picks.getAndSet(0);
        active = backend.activeConnections();
        bytes = counted;
        lookedAt = now;
    }

    double rate() {
        return rate;
    }

    /** How many connections {@link #rate} is of: those that are open, or those that came of late if they are more. */
    double connections() {
        return Math.max(active, recent);
    }

    /**
     * Connections that came of late and are still open show only in part in the rate, and count as much more as they are young.
     *
     * @param each what a connection adds to a rate, in bytes a second
     */
    void settle(long each) {
        known = (long) (rate + Math.min(active, recent) * each);
    }

    void picked() {
        picks.getAndIncrement();
    }

    /**
     * What it has to do, with what was picked since the last look.
     *
     * @param each what a connection is expected to add
     * @return in bytes a second
     */
    long load(long each) {
        return Math.min(known + picks.get() * each, Least.MOST);
    }
}
