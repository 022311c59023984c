package io.awe4lb.kernel.config;

import io.awe4lb.kernel.config.DiscoveryConfig.OnFailure;
import io.awe4lb.kernel.config.HealthCheckConfig.Initial;
import io.awe4lb.kernel.config.PoolConfig.OnDown;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.ChoiceType;
import io.awe4lb.spi.OptionType.DurationType;
import io.awe4lb.spi.OptionType.NumberType;
import io.awe4lb.spi.OptionType.TextType;
import io.awe4lb.spi.ProxyProtocol;
import io.awe4lb.spi.StrategyProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys of a pool, of what plugins of a kind have in common, and of a backend. */
final class PoolKeys {

    private static final int MOST_IN_A_ROW = 1_000;
    private static final int MOST_TRIES = 100;
    private static final int ALL = 100;

    // a backend
    private static final Key<Address> ADDRESS = Key.required("address", new Shape.BackendAddress(),
            "Where it serves; `*`: where each client wanted to go, behind listeners with `transparent`.");
    private static final Key<String> NAME =
            Key.optional("name", new Shape.Id(), "Its id, unique within the pool; left out, the id is the address.");
    private static final Key<Integer> WEIGHT = Key.of(Option.number(
            "weight", BackendSpec.DEFAULT_WEIGHT, 0, BackendSpec.MAX_WEIGHT, "Share of work; with 0 beside others it gets none."));
    private static final Key<Integer> PRIORITY = Key.of(Option.number(
            "priority",
            BackendSpec.DEFAULT_PRIORITY,
            0,
            BackendSpec.MAX_PRIORITY,
            "Tier: the lowest number serves; a higher one only while none below is available."));
    private static final Key<Integer> MAX_CONNECTIONS =
            Key.of(Option.number("maxConnections", 0, 0, Integer.MAX_VALUE, "Most connections at once; 0 for no limit."));

    private static final Key<String> SNI = Key.optional("sni", new Shape.HostName(),
            "Name to ask for and to find in its certificate, where the pool speaks TLS; left out, what the pool's `tls` says.");

    static final Shape.Section<BackendSpec> BACKEND =
            Shape.Section.of(PoolKeys::backend, ADDRESS, NAME, WEIGHT, PRIORITY, MAX_CONNECTIONS, SNI);

    // common to plugins of a kind
    private static final Key<Duration> POLL_INTERVAL =
            Key.of(Option.duration("interval", Duration.ofSeconds(10),
                    "Time between two questions to the source; one that tells its changes is asked sooner."));
    private static final Key<Duration> POLL_TIMEOUT =
            Key.of(Option.duration("timeout", Duration.ofSeconds(30), "Time after which a question to the source has failed."));
    private static final Key<OnFailure> ON_FAILURE = Key.of(Option.choice(
            "onFailure", OnFailure.KEEP_LAST, "What a failed question does: the backends stay as they are, or the pool becomes empty."));
    private static final Key<Boolean> ALLOW_EMPTY = Key.of(
            Option.flag("allowEmpty", false, "Whether an empty answer empties the pool; else it counts as a failed question."));

    private static final Key<Duration> CHECK_INTERVAL = Key.of(Option.duration(
            "interval", Duration.ofSeconds(2),
            "Time from the start of a check to the start of the next one of the same backend; each differs by up to 5 %."));
    private static final Key<Duration> CHECK_TIMEOUT =
            Key.of(Option.duration("timeout", Duration.ofSeconds(1), "Time after which a check has failed."));
    private static final Key<Integer> RISE =
            Key.of(Option.number("rise", 2, 1, MOST_IN_A_ROW, "Passed checks in a row that bring a backend up."));
    private static final Key<Integer> FALL =
            Key.of(Option.number("fall", 3, 1, MOST_IN_A_ROW, "Failed checks in a row that take a backend down."));
    private static final Key<Integer> PORT =
            Key.optional("port", new NumberType(1, 65_535), "Port to check instead of the backend's; with `host`, also of a Unix socket.");
    private static final Key<String> HOST =
            Key.optional("host", new Shape.HostName(), "Host to check instead of the backend's; with `port`, also of a Unix socket.");
    private static final Key<ProxyProtocol> CHECK_PROXY = Key.optional("proxyProtocol", new ChoiceType<>(List.of(ProxyProtocol.values())),
            "Whether a check begins with a PROXY header, and which, because the backend wants one; left out, what the pool's "
                    + "`proxyProtocol` says, and `off` where `host` or `port` lead elsewhere.");
    private static final Key<Initial> INITIAL = Key.of(Option.choice(
            "initial", Initial.UP, "What a backend is taken for until enough checks have run: `up` serves at once, `down` waits."));

    static final Shape.Plugin<StrategyProvider, ProviderConfig<StrategyProvider>> STRATEGIES = new Shape.Plugin<>(
            new Shape.Kind<>("strategy", Providers::strategies), List.of(), _ -> false, (strategy, _) -> strategy);
    static final Shape.Plugin<DiscoveryProvider, DiscoveryConfig> DISCOVERIES = new Shape.Plugin<>(
            new Shape.Kind<>("discovery", Providers::discoveries),
            List.of(POLL_INTERVAL, POLL_TIMEOUT, ON_FAILURE, ALLOW_EMPTY),
            DiscoveryProvider::isPolled,
            PoolKeys::discovery);
    /** What a check says first may be the pool's to say. */
    interface Checking extends Function<ProxyProtocol, HealthCheckConfig> {}

    static final Shape.Plugin<HealthCheckProvider, Checking> HEALTH_CHECKS = new Shape.Plugin<>(
            new Shape.Kind<>("health check", Providers::healthChecks),
            List.of(CHECK_INTERVAL, CHECK_TIMEOUT, RISE, FALL, PORT, HOST, CHECK_PROXY, INITIAL),
            _ -> true,
            (check, values) -> pools -> healthCheck(check, values, pools));

    // sections of a pool
    private static final Key<Integer> FAILURES = Key.of(
            Option.number("failures", 1, 1, MOST_IN_A_ROW, "Failed connects within the `window` that take a backend out."));
    private static final Key<Integer> RESETS = Key.of(Option.number("resets", 0, 0, MOST_IN_A_ROW,
            "Connections that it reset within the `window` that take a backend out; 0: they do not matter."));
    private static final Key<Duration> WINDOW = Key.optional("window", new DurationType(Duration.ofMillis(1), Option.LONGEST, false),
            "How long a failed connect or a reset counts; left out, as long as `ejection`.");
    private static final Key<Duration> EJECTION = Key.of(Option.of(
            "ejection",
            new DurationType(Duration.ofMillis(1), Option.LONGEST, true),
            Duration.ofSeconds(10),
            "For how long it gets no new connections; each further time in a row twice as long as the last."));
    private static final Key<Duration> MAX_EJECTION =
            Key.of(Option.duration("maxEjection", Duration.ofMinutes(5), "Most that an ejection grows to."));
    private static final Key<Integer> MAX_EJECTED = Key.of(Option.number("maxEjectedPercent", 50, 1, ALL,
            "Share of the backends that could serve; no more than that are ejected at a time, rounded down."));
    private static final Key<Integer> TRIES =
            Key.of(Option.number("tries", 3, 0, MOST_TRIES, "Other backends that are tried before the client is closed."));
    private static final Key<Duration> RETRY_TIMEOUT =
            Key.of(Option.duration("timeout", Duration.ofSeconds(10), "Time for all attempts together."));

    private static final Shape.Section<PassiveHealthConfig> PASSIVE_HEALTH_MAP =
            Shape.Section.of(PoolKeys::passiveHealth, FAILURES, RESETS, WINDOW, EJECTION, MAX_EJECTION, MAX_EJECTED);
    private static final Shape.Section<RetryConfig> RETRY_MAP =
            Shape.Section.of(values -> new RetryConfig(values.get(TRIES), values.get(RETRY_TIMEOUT)), TRIES, RETRY_TIMEOUT);

    // a pool
    private static final Key<ProviderConfig<StrategyProvider>> STRATEGY =
            Key.written("strategy", "weight", STRATEGIES, "Picks a backend for a new connection.");
    private static final Key<DiscoveryConfig> BACKENDS = Key.optional(
            "backends",
            new Shape.OneOption<>(DISCOVERIES, "static", "backends"),
            "The backends; short for `discovery: {type: static, backends: […]}`.");
    private static final Key<DiscoveryConfig> DISCOVERY = Key.optional("discovery", DISCOVERIES, "Tells which backends the pool has.");
    private static final Key<Checking> HEALTH_CHECK =
            Key.optional("healthCheck", HEALTH_CHECKS, "Tells which backends are up; left out, all are taken as able to serve.");
    private static final Key<PassiveHealthConfig> PASSIVE_HEALTH = Key.section(
            "passiveHealth",
            new Shape.OrWord<>("off", PassiveHealthConfig.OFF, PASSIVE_HEALTH_MAP),
            "What failed connects and resets that clients meet with do to a backend; `off`: nothing.");
    private static final Key<Duration> SLOW_START = Key.of(Option.of(
            "slowStart",
            new DurationType(Duration.ofMillis(1), Option.LONGEST, true),
            Duration.ZERO,
            "How long a backend that serves again takes to get its whole weight."));
    private static final Key<Integer> PANIC = Key.of(Option.number("panicPercent", 0, 0, ALL,
            "Share of healthy backends below which all are used, whatever checks and ejections say; 0: never."));
    private static final Key<RetryConfig> RETRY = Key.section("retry", RETRY_MAP, "What a failed connect does for the client.");
    private static final Key<OnDown> ON_DOWN = Key.of(
            Option.choice("onDown", OnDown.RESELECT,
                    "What happens to live connections and sessions of a backend that goes down. `reselect`: "
                            + "UDP sessions choose another one with their next datagram, TCP connections live on."));

    private static final Key<RemovePolicy> ON_REMOVE = Key.written(
            "onRemove", RemoveText.DEFAULT, new Shape.Removal(),
            "What happens to live connections when the pool or their backend is removed.");

    static final Shape.Section<PoolConfig> POOL = Shape.Section.of(
            PoolKeys::pool,
            STRATEGY,
            BACKENDS,
            DISCOVERY,
            HEALTH_CHECK,
            PASSIVE_HEALTH,
            SLOW_START,
            PANIC,
            RETRY,
            ON_DOWN,
            ON_REMOVE,
            BackendTlsKeys.TLS,
            ProxyKeys.SENT,
            SocketKeys.SOURCE_ADDRESSES,
            SocketKeys.TRANSPARENT,
            SocketKeys.KEEP_ALIVE,
            SocketKeys.USER_TIMEOUT,
            SocketKeys.INTERFACE,
            SocketKeys.MARK)
            .oneOf(BACKENDS, DISCOVERY);

    private PoolKeys() {}

    private static @Nullable BackendSpec backend(Values values) {
        Address address = values.get(ADDRESS);
        String id = values.find(NAME).orElse(address.toString());
        try {
            return new BackendSpec(id, address, values.get(WEIGHT), values.get(PRIORITY), values.get(MAX_CONNECTIONS), values.find(SNI));
        } catch (IllegalArgumentException wrong) {
            values.error(SNI, Code.INVALID_NAME, String.valueOf(wrong.getMessage()));
            return null;
        }
    }

    private static DiscoveryConfig discovery(ProviderConfig<DiscoveryProvider> source, Values values) {
        return new DiscoveryConfig(
                source, values.get(POLL_INTERVAL), values.get(POLL_TIMEOUT), values.get(ON_FAILURE), values.get(ALLOW_EMPTY));
    }

    private static HealthCheckConfig healthCheck(ProviderConfig<HealthCheckProvider> check, Values values, ProxyProtocol pools) {
        Duration interval = values.get(CHECK_INTERVAL);
        Duration timeout = values.get(CHECK_TIMEOUT);
        if (timeout.compareTo(interval) > 0) {
            String message = "the timeout of %s is longer than the interval of %s, so checks of a dead backend run less often";
            values.warn(
                    CHECK_TIMEOUT,
                    Code.TIMEOUT_OVER_INTERVAL,
                    message.formatted(DurationText.format(timeout), DurationText.format(interval)));
        }
        boolean isElsewhere = values.find(HOST).isPresent() || values.find(PORT).isPresent();
        return new HealthCheckConfig(
                check, interval, timeout, values.get(RISE), values.get(FALL), values.find(PORT), values.find(HOST),
                values.find(CHECK_PROXY).orElse(isElsewhere ? ProxyProtocol.OFF : pools), values.get(INITIAL));
    }

    private static PassiveHealthConfig passiveHealth(Values values) {
        Duration ejection = values.get(EJECTION);
        if (values.accepted(MAX_EJECTION).isPresent() && values.get(MAX_EJECTION).compareTo(ejection) < 0) {
            values.error(MAX_EJECTION, Code.OUT_OF_RANGE, "the longest ejection of %s is shorter than the first one of %s".formatted(
                    DurationText.format(values.get(MAX_EJECTION)), DurationText.format(ejection)));
        }
        return new PassiveHealthConfig(values.get(FAILURES), values.get(RESETS), values.find(WINDOW).orElse(ejection), ejection,
                values.get(MAX_EJECTION), values.get(MAX_EJECTED));
    }

    private static @Nullable PoolConfig pool(Values values) {
        Optional<DiscoveryConfig> discovery = values.find(BACKENDS).or(() -> values.find(DISCOVERY));
        return discovery
                .map(source -> new PoolConfig(
                        values.id(),
                        values.get(STRATEGY),
                        source,
                        values.find(HEALTH_CHECK).map(check -> check.apply(values.get(ProxyKeys.SENT).version())),
                        values.get(PASSIVE_HEALTH),
                        values.get(SLOW_START),
                        values.get(PANIC),
                        values.get(RETRY),
                        values.get(ON_DOWN),
                        values.get(ON_REMOVE),
                        values.find(BackendTlsKeys.TLS),
                        values.get(ProxyKeys.SENT),
                        SocketKeys.connect(values)))
                .orElse(null);
    }
}
