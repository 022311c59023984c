package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.DurationType;
import io.awe4lb.spi.OptionType.NumberType;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys at the top of a configuration. */
final class RootKeys {

    private static final int MOST_LOOPS = 1_024;
    private static final DurationType FROM_ZERO = new DurationType(Duration.ZERO, Option.LONGEST, false);

    private static final Key<TransportChoice> TRANSPORT = Key.of(Option.choice(
            "transport", TransportChoice.AUTO,
            "Whose sockets carry the traffic; `auto`: those of Linux where they work, else those of Java."));
    private static final Key<Integer> LOOPS = Key.written(
            "loops",
            "auto",
            new Shape.OrWord<>("auto", processors(), new Shape.Value<>(new NumberType(1, MOST_LOOPS))),
            "Event loops, each a thread; `auto`: as many as processors.");

    private static final Key<Duration> DELAY = Key.of(Option.of(
            "delay", FROM_ZERO, Duration.ZERO, "Time between being told to stop and accepting no more connections, for others to notice."));
    private static final Key<Duration> DRAIN =
            Key.of(Option.of("drain", FROM_ZERO, Duration.ofSeconds(30),
                    "Time after that in which live connections may end by themselves."));
    private static final Key<ShutdownConfig> SHUTDOWN = Key.section(
            "shutdown",
            Shape.Section.of(values -> new ShutdownConfig(values.get(DELAY), values.get(DRAIN)), DELAY, DRAIN),
            "How a graceful stop goes.");

    private static final Key<TimeoutsConfig> TIMEOUTS =
            Key.section("timeouts", ListenerKeys.DEFAULT_TIMEOUTS, "How long connections may wait.");
    private static final Key<TimeoutsConfig> DEFAULTS =
            Key.section("defaults", Shape.Section.of(values -> values.get(TIMEOUTS), TIMEOUTS),
                    "What holds for every listener that says nothing else.");

    private static final Key<Map<String, Values>> LISTENERS =
            Key.section("listeners", new Shape.ById<>(ListenerKeys.LISTENER), "Where clients connect, by id.");
    /** Read before the rest: listeners name pools. */
    static final Key<Map<String, PoolConfig>> POOLS = Key.section("pools", new Shape.ById<>(PoolKeys.POOL), "Who serves, by id.");

    static final Shape.Section<BalancerConfig> ROOT =
            Shape.Section
                    .of(RootKeys::root, AdminKeys.ADMIN, LogKeys.LOG, AccessLogKeys.FOR_ALL, MetricsKeys.METRICS, TRANSPORT, LOOPS,
                            SHUTDOWN, OverloadKeys.OVERLOAD, DEFAULTS, IssuerKeys.ISSUERS, LISTENERS, POOLS);

    private RootKeys() {}

    private static BalancerConfig root(Values values) {
        TimeoutsConfig defaults = values.get(DEFAULTS);
        Map<String, ListenerConfig> listeners = new LinkedHashMap<>();
        AccessLogDefaults accessLog = values.get(AccessLogKeys.FOR_ALL);
        Map<String, IssuerConfig> issuers = IssuerKeys.issuers(values);
        values.get(LISTENERS).forEach((id, listener) -> listeners.put(id, ListenerKeys.config(listener, defaults, accessLog, issuers)));
        AccessLogKeys.reportTwins(values.get(LISTENERS), listeners);
        AccessLogKeys.reportNoFormat(values, accessLog, listeners.values());
        Map<String, PoolConfig> pools = values.get(POOLS);
        var transparency = new TransparencyCheck(values, LISTENERS, POOLS, listeners.values(), pools);
        transparency.report(values.get(TRANSPORT));
        listeners.values().stream().filter(listener -> listener.udp().isPresent())
                .forEach(listener -> reportTlsOverUdp(values, listener, pools));
        if (values.isSound()) {
            IssuerKeys.check(values, issuers, listeners.values());
        }
        if (values.isSound()) {
            warn(values, listeners, pools);
            transparency.warn();
            new NoEffectCheck(values, LISTENERS, POOLS, listeners.values(), pools).warn();
        }
        return new BalancerConfig(
                values.get(AdminKeys.ADMIN),
                values.get(LogKeys.LOG),
                values.get(MetricsKeys.METRICS),
                values.get(TRANSPORT),
                values.get(LOOPS),
                values.get(SHUTDOWN),
                values.get(OverloadKeys.OVERLOAD),
                Collections.unmodifiableMap(listeners),
                pools);
    }

    private static void reportTlsOverUdp(Values values, ListenerConfig listener, Map<String, PoolConfig> pools) {
        for (String id : listener.pools()) {
            PoolConfig pool = pools.get(id);
            if (pool != null && pool.tls().isPresent()) {
                values.errorAt(LISTENERS, listener.id(), Code.CONFLICTING_KEYS,
                        "its pool %s speaks TLS, which datagrams cannot: give it a pool without 'tls'".formatted(Quoted.of(id)));
            }
        }
    }

    private static void warn(Values values, Map<String, ListenerConfig> listeners, Map<String, PoolConfig> pools) {
        if (listeners.isEmpty()) {
            values.warn(LISTENERS, Code.NO_LISTENERS, "there are no listeners, so nothing is served: add one under 'listeners'");
        }
        Set<String> used = listeners.values().stream().flatMap(listener -> listener.pools().stream()).collect(Collectors.toSet());
        for (String id : pools.keySet()) {
            if (!used.contains(id)) {
                values.warnAt(POOLS, id, Code.UNUSED_POOL, "no listener uses this pool");
            }
        }
        var datagrams = new DatagramCheck(values, LISTENERS);
        listeners.values().stream().filter(listener -> listener.udp().isPresent()).forEach(listener -> datagrams.warn(listener, pools));
    }

    private static int processors() {
        return Math.min(Runtime.getRuntime().availableProcessors(), MOST_LOOPS);
    }
}
