package io.awe4lb.admin.resources;

import io.awe4lb.kernel.stats.Latencies;
import io.awe4lb.kernel.stats.Rates;

/**
 * What is known because somebody looks at the counters each second.
 *
 * @param rates how much moves
 * @param latencies how long connects take
 */
public record Sampled(Rates rates, Latencies latencies) {

    /** Nothing is known yet. */
    public Sampled() {
        this(new Rates(), new Latencies());
    }

    /** Nobody samples any more: forgets everything. */
    public void clear() {
        rates.clear();
        latencies.clear();
    }
}
