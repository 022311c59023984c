package io.awe4lb.kernel.stats;

import io.awe4lb.spi.EndReason;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * What all loops counted for one backend.
 *
 * @param active connections open or being opened
 * @param connections connects that succeeded
 * @param connectErrors connects that failed, by reason
 * @param retries clients given to another backend after a failed connect
 * @param bytesIn passed on from clients to it
 * @param bytesOut passed on from it to clients
 */
public record BackendStats(long active, long connections, Map<EndReason, Long> connectErrors, long retries, long bytesIn, long bytesOut) {

    /**
     * Adds the loops up.
     *
     * @param active from the backend itself
     * @param counters one a loop
     * @return their sum
     */
    public static BackendStats of(long active, Collection<BackendCounters> counters) {
        Sum sum = new Sum();
        counters.forEach(loop -> loop.addTo(sum));
        Map<EndReason, Long> connectErrors = new EnumMap<>(EndReason.class);
        for (EndReason reason : EndReason.values()) {
            if (sum.connectErrors[reason.ordinal()] > 0) {
                connectErrors.put(reason, sum.connectErrors[reason.ordinal()]);
            }
        }
        return new BackendStats(active, sum.connections, connectErrors, sum.retries, sum.bytesIn, sum.bytesOut);
    }

    /**
     * Adds up what rates are made of.
     *
     * @param counters one a loop
     * @return their sum
     */
    public static Traffic traffic(Collection<BackendCounters> counters) {
        return counters.stream().map(BackendCounters::traffic).reduce(Traffic.NONE, Traffic::plus);
    }

    static final class Sum {
        long connections;
        long retries;
        long bytesIn;
        long bytesOut;
        final long[] connectErrors = new long[EndReason.values().length];
    }
}
