package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.AdminConfig;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.DiscoveryConfig;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What differs between two configurations, thing by thing. */
final class Diff {

    static final SequencedMap<String, Function<ListenerConfig, Object>> LISTENER_KEYS = new LinkedHashMap<>();
    static final SequencedMap<String, Function<PoolConfig, Object>> POOL_KEYS = new LinkedHashMap<>();
    static final SequencedMap<String, Function<BalancerConfig, Object>> SETTINGS = new LinkedHashMap<>();

    static {
        LISTENER_KEYS.put("bind", ListenerConfig::binds);
        LISTENER_KEYS.put("protocol", config -> config.udp().isPresent());
        LISTENER_KEYS.put("pool", ListenerConfig::pool);
        LISTENER_KEYS.put("routes", ListenerConfig::routes);
        LISTENER_KEYS.put("tls", ListenerConfig::tls);
        LISTENER_KEYS.put("timeouts", ListenerConfig::timeouts);
        LISTENER_KEYS.put("halfClose", ListenerConfig::halfClose);
        LISTENER_KEYS.put("onRemove", ListenerConfig::onRemove);
        LISTENER_KEYS.put("socket options", ListenerConfig::listen);
        LISTENER_KEYS.put("accessLog", ListenerConfig::accessLog);
        LISTENER_KEYS.put("udp", ListenerConfig::udp);
        LISTENER_KEYS.put("access", config -> config.admission().access());
        LISTENER_KEYS.put("limits", config -> config.admission().limits());
        LISTENER_KEYS.put("priority", config -> config.admission().priority());
        LISTENER_KEYS.put("proxyProtocol", ListenerConfig::acceptProxy);
        LISTENER_KEYS.put("acmeChallenges", ListenerConfig::answersChallenges);
        POOL_KEYS.put("strategy", PoolConfig::strategy);
        POOL_KEYS.put("discovery", config -> withoutBackends(config.discovery()));
        POOL_KEYS.put("healthCheck", PoolConfig::healthCheck);
        POOL_KEYS.put("passiveHealth", PoolConfig::passiveHealth);
        POOL_KEYS.put("slowStart", PoolConfig::slowStart);
        POOL_KEYS.put("panicPercent", PoolConfig::panicPercent);
        POOL_KEYS.put("retry", PoolConfig::retry);
        POOL_KEYS.put("onDown", PoolConfig::onDown);
        POOL_KEYS.put("onRemove", PoolConfig::onRemove);
        POOL_KEYS.put("tls", PoolConfig::tls);
        POOL_KEYS.put("proxyProtocol", PoolConfig::sendProxy);
        POOL_KEYS.put("socket options", PoolConfig::connect);
        SETTINGS.put("admin.bind", config -> config.admin().map(AdminConfig::bind));
        SETTINGS.put("admin.hosts", config -> config.admin().map(AdminConfig::hosts).orElse(List.of()));
        SETTINGS.put("admin.auth.tokens", config -> config.admin().map(AdminConfig::tokens).orElse(Map.of()));
        SETTINGS.put("admin.tls", config -> config.admin().flatMap(AdminConfig::tls));
        SETTINGS.put("log", BalancerConfig::log);
        SETTINGS.put("metrics.public", config -> config.metrics().isPublic());
        SETTINGS.put("metrics.maxSeries", config -> config.metrics().maxSeries());
        SETTINGS.put("metrics.exporters", config -> config.metrics().exporters());
        SETTINGS.put("shutdown", BalancerConfig::shutdown);
        SETTINGS.put("overload", BalancerConfig::overload);
        SETTINGS.put("transport", BalancerConfig::transport);
        SETTINGS.put("loops", BalancerConfig::loops);
    }

    private Diff() {}

    /** In the order in which they are made: settings, pools, listeners, and last the pools that nobody uses any more. */
    static List<Change> between(BalancerConfig last, BalancerConfig next) {
        List<Change> changes = new ArrayList<>();
        differing(SETTINGS, last, next).forEach(key -> changes.add(new Change.SettingChanged(key)));
        compare(last.pools(), next.pools(), Change.PoolAdded::new, Diff::pool, changes);
        compare(last.listeners(), next.listeners(), Change.ListenerAdded::new, Diff::listener, changes);
        removed(last.listeners(), next.listeners()).forEach(gone -> changes.add(new Change.ListenerRemoved(gone)));
        removed(last.pools(), next.pools()).forEach(gone -> changes.add(new Change.PoolRemoved(gone)));
        return changes;
    }

    private static <T> void compare(Map<String, T> last, Map<String, T> next, Function<T, Change> added,
            BiFunction<T, T, Change> changed, List<Change> changes) {
        next.forEach((id, after) -> {
            T before = last.get(id);
            if (before == null) {
                changes.add(added.apply(after));
            } else if (!before.equals(after)) {
                changes.add(changed.apply(before, after));
            }
        });
    }

    private static <T> List<T> removed(Map<String, T> last, Map<String, T> next) {
        return last.entrySet().stream().filter(entry -> !next.containsKey(entry.getKey())).map(Map.Entry::getValue).toList();
    }

    private static Change listener(ListenerConfig last, ListenerConfig next) {
        return new Change.ListenerChanged(last, next, differing(LISTENER_KEYS, last, next));
    }

    private static Change pool(PoolConfig last, PoolConfig next) {
        Optional<List<BackendSpec>> before = backends(last.discovery());
        Optional<List<BackendSpec>> after = backends(next.discovery());
        List<Change> changes = before.isPresent() && after.isPresent() ? backends(next.id(), before.get(), after.get()) : List.of();
        return new Change.PoolChanged(last, next, differing(POOL_KEYS, last, next), changes);
    }

    private static List<Change> backends(String pool, List<BackendSpec> last, List<BackendSpec> next) {
        List<Change> changes = new ArrayList<>();
        Map<String, BackendSpec> before = byId(last);
        Map<String, BackendSpec> after = byId(next);
        compare(before, after, spec -> new Change.BackendAdded(pool, spec), (a, b) -> new Change.BackendChanged(pool, a, b), changes);
        removed(before, after).forEach(gone -> changes.add(new Change.BackendRemoved(pool, gone)));
        return changes;
    }

    private static Map<String, BackendSpec> byId(List<BackendSpec> backends) {
        Map<String, BackendSpec> byId = new LinkedHashMap<>();
        backends.forEach(backend -> byId.put(backend.id(), backend));
        return byId;
    }

    /** The backends that are written in the configuration, if the discovery has such an option. */
    static Optional<List<BackendSpec>> backends(DiscoveryConfig discovery) {
        return backendsOption(discovery).map(option -> discovery.source().options().get(option));
    }

    private static DiscoveryConfig withoutBackends(DiscoveryConfig discovery) {
        return backendsOption(discovery).map(option -> new DiscoveryConfig(
                new ProviderConfig<>(discovery.source().provider(),
                        discovery.source().options().with(option, List.of())),
                discovery.interval(), discovery.timeout(), discovery.onFailure(), discovery.allowEmpty())).orElse(discovery);
    }

    @SuppressWarnings("unchecked") // the type of the option was looked at
    private static Optional<Option<List<BackendSpec>>> backendsOption(DiscoveryConfig discovery) {
        return discovery.source().provider().options().stream()
                .filter(option -> option.type() instanceof OptionType.ListType<?>(OptionType.BackendType _))
                .map(option -> (Option<List<BackendSpec>>) option)
                .findFirst();
    }

    private static <T> List<String> differing(SequencedMap<String, Function<T, Object>> keys, T last, T next) {
        return keys.entrySet().stream()
                .filter(key -> !key.getValue().apply(last).equals(key.getValue().apply(next)))
                .map(Map.Entry::getKey)
                .toList();
    }
}
