package io.awe4lb.kernel.pool;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When the checks of one backend begin, so that those of many do not begin together: neither at the start, nor when they happen to fall
 * into step later. Only those whose times are a moment apart begin at the same one, because a wake-up for each would cost as much as the
 * checks. Times are those of {@link System#nanoTime()}. Used by one thread at a time.
 */
final class Cadence {

    /** Most by which a pause differs from the interval, as a part of it: as often longer as shorter, so that the mean is what is configured. */
    static final double JITTER = 0.05;
    /** First checks of few backends are spread over this, so that they are known soon. */
    static final Duration LEAST_SPREAD = Duration.ofMillis(100);
    /** That many moments an interval has at least; of thousands of backends, no more than this part begins together. */
    static final int MOMENTS = 80;
    /** Most between two moments: what is rounded up to the next one is hardly late. */
    static final Duration LONGEST_MOMENT = Duration.ofMillis(25);

    private final long interval;
    private final long moment;
    private final RandomGenerator random;

    /** @param interval mean time from the start of a check to the start of the next one */
    Cadence(Duration interval, RandomGenerator random) {
        this.interval = interval.toNanos();
        this.moment = Math.clamp(this.interval / MOMENTS, 1, LONGEST_MOMENT.toNanos());
        this.random = random;
    }

    /**
     * When the first check is due: up to a millisecond for each backend that begins to be checked, and not later than an interval.
     *
     * @param backends that begin together, this one included
     */
    long first(long now, int backends) {
        long spread = Math.max(LEAST_SPREAD.toNanos(), Duration.ofMillis(backends).toNanos());
        return now + (long) (Math.min(spread, interval) * random.nextDouble());
    }

    /**
     * When the next check is due: counted from when this one was, so that being a little late does not add up. One that was late by more
     * than an interval, on a machine that stood still, is not made up for.
     *
     * @param due when this check was
     * @param begun when it really began
     */
    long next(long due, long begun) {
        long from = begun - due < interval ? due : begun;
        return from + interval + (long) (interval * JITTER * (2 * random.nextDouble() - 1));
    }

    /** The moment that comes next, the same one for everybody with this interval. */
    long moment(long time) {
        return time + Math.floorMod(-time, moment);
    }
}
