package io.awe4lb.kernel.stats;

/** How long something took on one loop, counted in buckets. Written by that loop alone. */
public final class Durations {

    private final Buckets buckets;
    private final long[] counts;
    private long nanos;

    Durations(Buckets buckets) {
        this.buckets = buckets;
        this.counts = new long[buckets.count()];
    }

    void add(long duration) {
        counts[buckets.indexOf(duration)]++;
        nanos += duration;
    }

    /** @return the time that all took together, in nanoseconds */
    long addTo(long[] sum) {
        for (int i = 0; i < counts.length; i++) {
            sum[i] += counts[i];
        }
        return nanos;
    }
}
