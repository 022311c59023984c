package io.awe4lb.kernel.stats;

import io.awe4lb.spi.EndReason;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * What all loops counted for one listener.
 *
 * @param accepted connections that came
 * @param active connections that live
 * @param closed connections that ended, by reason; reasons that never occurred are left out
 * @param bytesIn passed on from clients to backends
 * @param bytesOut passed on from backends to clients
 */
public record ListenerStats(long accepted, long active, Map<EndReason, Long> closed, long bytesIn, long bytesOut) {

    /**
     * Adds the loops up.
     *
     * @param counters one a loop
     * @return their sum
     */
    public static ListenerStats of(Collection<ListenerCounters> counters) {
        Sum sum = new Sum();
        counters.forEach(loop -> loop.addTo(sum));
        Map<EndReason, Long> closed = new EnumMap<>(EndReason.class);
        long ended = 0;
        for (EndReason reason : EndReason.values()) {
            long count = sum.closed[reason.ordinal()];
            ended += count;
            if (count > 0) {
                closed.put(reason, count);
            }
        }
        return new ListenerStats(sum.accepted, Math.max(0, sum.accepted - ended), closed, sum.bytesIn, sum.bytesOut);
    }

    /**
     * Adds up what rates are made of.
     *
     * @param counters one a loop
     * @return their sum
     */
    public static Traffic traffic(Collection<ListenerCounters> counters) {
        return counters.stream().map(ListenerCounters::traffic).reduce(Traffic.NONE, Traffic::plus);
    }

    static final class Sum {
        long accepted;
        long bytesIn;
        long bytesOut;
        final long[] closed = new long[EndReason.values().length];
    }
}
