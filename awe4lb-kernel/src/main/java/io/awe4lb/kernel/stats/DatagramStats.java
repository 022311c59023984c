package io.awe4lb.kernel.stats;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * What all loops counted of one listener's datagrams.
 *
 * @param in passed on from clients to backends
 * @param out passed on from backends to clients
 * @param dropped not passed on, or not taken by the system, by reason; with all reasons
 */
public record DatagramStats(long in, long out, Map<DropReason, Long> dropped) {

    /**
     * Adds the loops up.
     *
     * @param counters one a loop
     * @return their sum
     */
    public static DatagramStats of(Collection<DatagramCounters> counters) {
        Sum sum = new Sum();
        counters.forEach(loop -> loop.addTo(sum));
        Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, sum.dropped[reason.ordinal()]);
        }
        return new DatagramStats(sum.in, sum.out, dropped);
    }

    static final class Sum {
        long in;
        long out;
        final long[] dropped = new long[DropReason.values().length];
    }
}
