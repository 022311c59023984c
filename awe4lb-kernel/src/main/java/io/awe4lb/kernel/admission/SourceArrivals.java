package io.awe4lb.kernel.admission;

import io.awe4lb.kernel.config.Rate;

/**
 * How often clients of each source come, for so many sources and no more: those that came longest ago are forgotten first. A source has a
 * few places by its hash, and takes that of whoever has been quiet for longest there, which mostly is one that has nothing to be remembered
 * for any more. Any loop, many at once.
 */
final class SourceArrivals {

    /** Sources that are remembered: 24 bytes each. A power of two. */
    static final int PLACES = 1 << 16;

    /** Places of a source: a power of two. */
    private static final int WAYS = 8;
    private static final int LOCKS = 64;

    private final Pace pace;
    private final long[] highs = new long[PLACES];
    private final long[] lows = new long[PLACES];
    /** The time of each place at which it will be as if nobody had come. */
    private final long[] even = new long[PLACES];
    private final Object[] locks = new Object[LOCKS];

    /** @param now by the loops' clock; nobody has come before */
    SourceArrivals(Rate rate, long now) {
        this.pace = Pace.of(rate);
        for (int i = 0; i < PLACES; i++) {
            even[i] = now;
        }
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /** @return false if it is one too many of its source */
    boolean come(Source source, long now) {
        int set = source.hash() & PLACES / WAYS - 1;
        synchronized (locks[set & LOCKS - 1]) { // for a few reads, once a connection
            int place = place(source, set * WAYS, now);
            long before = even[place];
            long after = pace.after(before, now);
            even[place] = after;
            return after != before;
        }
    }

    /** Its own, else that of the one that came longest ago, taken from it. */
    private int place(Source source, int first, long now) {
        int oldest = first;
        for (int place = first; place < first + WAYS; place++) {
            if (highs[place] == source.high() && lows[place] == source.low()) {
                return place;
            }
            oldest = even[place] - even[oldest] < 0 ? place : oldest;
        }
        highs[oldest] = source.high();
        lows[oldest] = source.low();
        even[oldest] = now;
        return oldest;
    }
}
