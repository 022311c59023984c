package io.awe4lb.kernel.admission;

import io.awe4lb.kernel.config.Rate;

/**
 * A token bucket without tokens, the generic cell rate algorithm (ITU-T I.371): of all that came it keeps one time alone, that at which it
 * will be as if nobody had come. A new one moves this time on by its share, and is one too many where that would be further ahead than the
 * bucket is deep. Times are nanoseconds of the loops' clock.
 *
 * @param share time that one takes
 * @param depth the furthest that the time may be ahead
 */
record Pace(long share, long depth) {

    static Pace of(Rate rate) {
        long depth = rate.per().toNanos();
        return new Pace(Math.max(1, depth / rate.count()), depth);
    }

    /**
     * One comes.
     *
     * @param even the time at which it will be as if nobody had come
     * @param now of the clock
     * @return that time with this one; the same as before if it is one too many
     */
    long after(long even, long now) {
        long next = (even - now > 0 ? even : now) + share;
        return next - now > depth ? even : next;
    }
}
