package io.awe4lb.kernel.stats;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How long something took, on all loops.
 *
 * @param counts how many fell into each of the buckets; the last one takes what is longer than every bound
 * @param seconds that all took together
 */
public record DurationStats(long[] counts, double seconds) {

    private static final double NANOS = 1e9;

    /**
     * Adds loops up.
     *
     * @param buckets of all of them
     * @param loops what they counted
     * @return their sum
     */
    public static DurationStats of(Buckets buckets, Stream<Durations> loops) {
        long[] counts = new long[buckets.count()];
        long nanos = loops.mapToLong(loop -> loop.addTo(counts)).sum();
        return new DurationStats(counts, nanos / NANOS);
    }

    /**
     * How many there were.
     *
     * @return the sum over all buckets
     */
    public long count() {
        return LongStream.of(counts).sum();
    }
}
