package io.awe4lb.kernel.stats;

import java.util.List;

/**
 * How long connects took lately, as far as their buckets tell: between the bounds of one they are taken to be spread evenly, as Prometheus
 * does it. What is longer than every bound counts as the last bound.
 *
 * @param count of connects
 * @param p50 seconds that half of them did not exceed
 * @param p95 seconds that 95 % of them did not exceed
 * @param p99 seconds that 99 % of them did not exceed
 */
public record Latency(long count, double p50, double p95, double p99) {

    /** Nothing was connected. */
    public static final Latency NONE = new Latency(0, 0, 0, 0);

    private static final double HALF = 0.5;
    private static final double MOST = 0.95;
    private static final double NEARLY_ALL = 0.99;

    /** @param counts of {@link Buckets#CONNECT} */
    static Latency of(long[] counts) {
        long count = 0;
        for (long one : counts) {
            count += one;
        }
        return count == 0 ? NONE
                : new Latency(count, quantile(counts, count * HALF), quantile(counts, count * MOST), quantile(counts, count * NEARLY_ALL));
    }

    private static double quantile(long[] counts, double rank) {
        List<Double> bounds = Buckets.CONNECT.seconds();
        double before = 0;
        for (int i = 0; i < bounds.size(); i++) {
            if (before + counts[i] >= rank) {
                double lower = i == 0 ? 0 : bounds.get(i - 1);
                return lower + (bounds.get(i) - lower) * (rank - before) / counts[i];
            }
            before += counts[i];
        }
        return bounds.getLast();
    }
}
