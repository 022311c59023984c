package io.awe4lb.kernel.stats;

/**
 * How a listener, a pool or a backend stands at one moment.
 *
 * @param active connections that live
 * @param p50 seconds that half of the connects of the last {@value Latencies#SECONDS} seconds did not exceed; 0: there were none
 * @param p95 seconds that 95 % of them did not exceed; 0: there were none
 */
public record Gauges(long active, double p50, double p95) {

    /** Nobody is connected, and nobody was. */
    public static final Gauges NONE = new Gauges(0, 0, 0);
}
