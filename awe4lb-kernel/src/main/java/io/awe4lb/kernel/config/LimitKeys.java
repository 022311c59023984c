package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import java.util.List;

/** The keys of a listener that say how much may come in. */
final class LimitKeys {

    private static final int MOST_CONNECTIONS = 100_000_000;
    private static final int MOST_QUEUED = 1_000_000;

    private static final Key<Integer> CONNECTIONS =
            Key.of(Option.number("connections", 0, 0, MOST_CONNECTIONS, "Most connections at once; 0 for no limit."));
    private static final Key<Integer> PER_SOURCE = Key.of(Option.number("connectionsPerSource", 0, 0, MOST_CONNECTIONS,
            "Most connections, or sessions of UDP, of one source at once; 0 for no limit."));
    private static final Key<Rate> RATE = Key.optional("connectionRate", new Shape.ConnectionRate(),
            "How often new connections may come, for example `500/s`; left out, as often as they do.");
    private static final Key<Rate> RATE_PER_SOURCE = Key.optional("connectionRatePerSource", new Shape.ConnectionRate(),
            "How often new connections of one source may come; left out, as often as they do.");
    private static final Key<Integer> IPV4_PREFIX = Key.of(Option.number("ipv4Prefix", LimitsConfig.NONE.ipv4Prefix(), 1, 32,
            "First bits of an IPv4 address that make a source: addresses that have them in common are one."));
    private static final Key<Integer> IPV6_PREFIX = Key.of(Option.number("ipv6Prefix", LimitsConfig.NONE.ipv6Prefix(), 1, 128,
            "First bits of an IPv6 address that make a source; a household has 64 or fewer."));
    private static final Key<Long> BANDWIDTH_IN = Key.optional("bandwidthIn", new Shape.Bandwidth(),
            "Bytes a second that a connection brings from its client, for example `10MiB/s`; left out, as many as it can.");
    private static final Key<Long> BANDWIDTH_OUT = Key.optional("bandwidthOut", new Shape.Bandwidth(),
            "Bytes a second that a connection brings to its client; left out, as many as it can.");
    private static final Key<Long> TOTAL_IN = Key.optional("totalBandwidthIn", new Shape.Bandwidth(),
            "Bytes a second that all connections of the listener together bring from clients; left out, as many as they can.");
    private static final Key<Long> TOTAL_OUT = Key.optional("totalBandwidthOut", new Shape.Bandwidth(),
            "Bytes a second that all connections of the listener together bring to clients; left out, as many as they can.");
    private static final Key<OnLimit> ON_LIMIT = Key.written("onLimit", OnLimitText.DEFAULT, new Shape.LimitAction(),
            "What becomes of a connection that is one too many. `queue 5s`: where every backend has its `maxConnections`, it waits so long for "
                    + "one, and is closed for every other limit. `dry-run`: it comes in, and is counted.");
    private static final Key<Integer> MAX_QUEUED = Key.of(Option.number("maxQueued", LimitsConfig.DEFAULT_QUEUED, 1, MOST_QUEUED,
            "Connections that wait for backends of a pool, with `onLimit: queue`; another one is closed."));

    static final Key<LimitsConfig> LIMITS = Key.section("limits", Shape.Section.of(LimitKeys::limits, CONNECTIONS, PER_SOURCE, RATE,
            RATE_PER_SOURCE, IPV4_PREFIX, IPV6_PREFIX, BANDWIDTH_IN, BANDWIDTH_OUT, TOTAL_IN, TOTAL_OUT, ON_LIMIT, MAX_QUEUED),
            "How much may come in.");

    private LimitKeys() {}

    private static LimitsConfig limits(Values values) {
        if (values.find(RATE_PER_SOURCE).isEmpty() && values.get(PER_SOURCE) == 0) {
            warnIfOther(values, IPV4_PREFIX, LimitsConfig.NONE.ipv4Prefix(), "nothing is limited per source");
            warnIfOther(values, IPV6_PREFIX, LimitsConfig.NONE.ipv6Prefix(), "nothing is limited per source");
        }
        if (!(values.get(ON_LIMIT) instanceof OnLimit.Queue)) {
            warnIfOther(values, MAX_QUEUED, LimitsConfig.DEFAULT_QUEUED, "nobody waits without 'onLimit: queue'");
        }
        return new LimitsConfig(values.get(CONNECTIONS), values.get(PER_SOURCE), values.find(RATE), values.find(RATE_PER_SOURCE),
                values.get(IPV4_PREFIX), values.get(IPV6_PREFIX), values.find(BANDWIDTH_IN).orElse(0L),
                values.find(BANDWIDTH_OUT).orElse(0L),
                values.find(TOTAL_IN).orElse(0L), values.find(TOTAL_OUT).orElse(0L), values.get(ON_LIMIT), values.get(MAX_QUEUED));
    }

    private static void warnIfOther(Values values, Key<Integer> key, int usual, String why) {
        if (values.get(key) != usual) {
            values.warn(key, Code.NO_EFFECT, "'%s' changes nothing: %s".formatted(key.name(), why));
        }
    }

    /** Limits that belong to TCP: of datagrams they would limit nothing. */
    static void reportStrangers(Values listener) {
        LimitsConfig limits = listener.get(LIMITS);
        report(listener, BANDWIDTH_IN, limits.bandwidthIn() > 0, "datagrams do not wait");
        report(listener, BANDWIDTH_OUT, limits.bandwidthOut() > 0, "datagrams do not wait");
        report(listener, TOTAL_IN, limits.totalBandwidthIn() > 0, "datagrams do not wait");
        report(listener, TOTAL_OUT, limits.totalBandwidthOut() > 0, "datagrams do not wait");
        report(listener, CONNECTIONS, limits.connections() > 0, "sessions are limited by 'udp.maxSessions'");
        boolean drops = limits.onLimit() instanceof OnLimit.Close || limits.onLimit() instanceof OnLimit.DryRun;
        report(listener, ON_LIMIT, !drops, "datagrams are dropped or let in, with 'close' or 'dry-run'");
    }

    private static void report(Values listener, Key<?> key, boolean isSet, String why) {
        if (isSet) {
            listener.errorAt(LIMITS, key.name(), Code.CONFLICTING_KEYS, "this belongs to TCP: " + why);
        }
    }
}
