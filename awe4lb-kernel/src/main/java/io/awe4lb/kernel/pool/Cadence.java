package io.awe4lb.kernel.pool;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When the checks of one backend begin, so that those of many do not begin together: neither at the start, nor when they happen to fall
 * into step later. Used by one thread.
 */
final class Cadence {

    /** Most by which a pause differs from the interval, as a part of it: as often longer as shorter, so that the mean is what is configured. */
    static final double JITTER = 0.05;
    /** First checks of few backends are spread over this, so that they are known soon. */
    static final Duration LEAST_SPREAD = Duration.ofMillis(100);

    private final Duration interval;
    private final RandomGenerator random;

    /** @param interval mean time from the start of a check to the start of the next one */
    Cadence(Duration interval, RandomGenerator random) {
        this.interval = interval;
        this.random = random;
    }

    /**
     * How long the first check waits: up to a millisecond for each backend that begins to be checked, and not longer than an interval.
     *
     * @param backends that begin together, this one included
     */
    Duration first(int backends) {
        long spread = Math.max(LEAST_SPREAD.toNanos(), Duration.ofMillis(backends).toNanos());
        return Duration.ofNanos((long) (Math.min(spread, interval.toNanos()) * random.nextDouble()));
    }

    /** From the start of a check to the start of the next one. */
    Duration next() {
        return interval.plusNanos((long) (interval.toNanos() * JITTER * (2 * random.nextDouble() - 1)));
    }
}
