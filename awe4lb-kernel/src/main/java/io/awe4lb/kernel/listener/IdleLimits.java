package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.config.TimeoutsConfig;
import java.time.Duration;

/**
 * How long connections may live, and be idle, in nanoseconds; {@link #OFF} for those that are off.
 *
 * @param either without a byte in either direction
 * @param client without a byte from the client
 * @param backend without a byte from the backend
 * @param life from accept, whatever moves
 */
public record IdleLimits(long either, long client, long backend, long life) {

    /** About 146 years: far enough that adding it to a clock reading does not overflow. */
    public static final long OFF = Long.MAX_VALUE / 2;

    static IdleLimits of(TimeoutsConfig timeouts) {
        return new IdleLimits(nanos(timeouts.idle()), nanos(timeouts.clientIdle()), nanos(timeouts.backendIdle()),
                nanos(timeouts.maxLifetime()));
    }

    /**
     * Whether nothing ever times out.
     *
     * @return true if all are off
     */
    public boolean areOff() {
        return either == OFF && client == OFF && backend == OFF && life == OFF;
    }

    private static long nanos(Duration timeout) {
        return timeout.isZero() ? OFF : timeout.toNanos();
    }
}
