package io.awe4lb.kernel.config;

import java.util.Optional;

/**
 * How much may come in by a listener. Numbers of 0 limit nothing.
 *
 * @param connections at once
 * @param connectionsPerSource at once, of one source
 * @param connectionRate new ones; empty: as many as come
 * @param connectionRatePerSource new ones of one source; empty: as many as come
 * @param ipv4Prefix bits of an IPv4 address that make a source, 1 to 32
 * @param ipv6Prefix bits of an IPv6 address that make a source, 1 to 128
 * @param bandwidthIn bytes a second from the client of a connection
 * @param bandwidthOut bytes a second to the client of a connection
 * @param totalBandwidthIn bytes a second from all clients together
 * @param totalBandwidthOut bytes a second to all clients together
 * @param onLimit what becomes of a client that is one too many
 * @param maxQueued clients that may wait for a pool's backends; another one is closed
 */
public record LimitsConfig(int connections, int connectionsPerSource, Optional<Rate> connectionRate, Optional<Rate> connectionRatePerSource,
        int ipv4Prefix, int ipv6Prefix, long bandwidthIn, long bandwidthOut, long totalBandwidthIn, long totalBandwidthOut, OnLimit onLimit,
        int maxQueued) {

    /** The longest line of those who wait, where nothing else is said. */
    public static final int DEFAULT_QUEUED = 1_000;

    /** Nothing is limited. */
    public static final LimitsConfig NONE = new LimitsConfig(0, 0, Optional.empty(), Optional.empty(), 32, 64, 0, 0, 0, 0,
            new OnLimit.Close(), DEFAULT_QUEUED);

    /**
     * Whether one has to know how many there are, or how often they come.
     *
     * @return false where everybody comes in who is not denied
     */
    public boolean countConnections() {
        return connections > 0 || connectionsPerSource > 0 || connectionRate.isPresent() || connectionRatePerSource.isPresent();
    }
}
