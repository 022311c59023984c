package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.ConnectConfig;
import io.awe4lb.kernel.config.DiscoveryConfig;
import io.awe4lb.kernel.config.DiscoveryConfig.OnFailure;
import io.awe4lb.kernel.config.HealthCheckConfig;
import io.awe4lb.kernel.config.HealthCheckConfig.Initial;
import io.awe4lb.kernel.config.PassiveHealthConfig;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.config.PoolConfig.OnDown;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.config.RemovePolicy;
import io.awe4lb.kernel.config.RetryConfig;
import io.awe4lb.kernel.config.SendProxyConfig;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.ProxyProtocol;
import io.awe4lb.spi.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a test wants of a pool. Checks and questions follow each other as fast as they can, nothing else ends by its time. */
final class PoolSettings {

    static final Duration AT_ONCE = Duration.ofMillis(1);
    static final Duration NEVER = Duration.ofHours(1);

    final ScriptedDiscovery discovery = new ScriptedDiscovery();
    final ScriptedChecks checks = new ScriptedChecks();
    /** The same in every configuration made of these settings. */
    private final HealthCheckProvider checkProvider = Providing.healthCheck(checks);

    private @Nullable DiscoveryProvider discoveryProvider;
    private Strategy strategy = (candidates, _) -> candidates.isEmpty() ? null : candidates.get(0);
    private boolean polled = true;
    private List<BackendSpec> written = List.of();
    private Duration discoveryInterval = AT_ONCE;
    private Duration discoveryTimeout = NEVER;
    private OnFailure onFailure = OnFailure.KEEP_LAST;
    private boolean allowEmpty;
    private boolean checked;
    private Duration checkInterval = AT_ONCE;
    private Duration checkTimeout = NEVER;
    private int rise = 1;
    private int fall = 1;
    private Optional<Integer> port = Optional.empty();
    private Optional<String> host = Optional.empty();
    private ProxyProtocol proxyProtocol = ProxyProtocol.OFF;
    private Initial initial = Initial.UP;
    private PassiveHealthConfig passiveHealth = PassiveHealthConfig.OFF;
    private Duration slowStart = Duration.ZERO;
    private int panicPercent;
    private OnDown onDown = OnDown.KEEP;

    PoolSettings strategy(Strategy strategy) {
        this.strategy = strategy;
        return this;
    }

    PoolSettings written(BackendSpec... written) {
        this.written = List.of(written);
        discoveryProvider = null;
        return this;
    }

    PoolSettings notPolled() {
        polled = false;
        discoveryProvider = null;
        return this;
    }

    PoolSettings discoveryInterval(Duration interval) {
        discoveryInterval = interval;
        return this;
    }

    PoolSettings discoveryTimeout(Duration timeout) {
        discoveryTimeout = timeout;
        return this;
    }

    PoolSettings onFailure(OnFailure onFailure) {
        this.onFailure = onFailure;
        return this;
    }

    PoolSettings allowEmpty() {
        allowEmpty = true;
        return this;
    }

    PoolSettings checked() {
        checked = true;
        return this;
    }

    PoolSettings unchecked() {
        checked = false;
        return this;
    }

    PoolSettings checkInterval(Duration interval) {
        checkInterval = interval;
        return this;
    }

    PoolSettings checkTimeout(Duration timeout) {
        checkTimeout = timeout;
        return this;
    }

    PoolSettings rise(int rise) {
        this.rise = rise;
        return this;
    }

    PoolSettings fall(int fall) {
        this.fall = fall;
        return this;
    }

    PoolSettings checkedPort(int port) {
        this.port = Optional.of(port);
        return this;
    }

    PoolSettings checkedHost(String host) {
        this.host = Optional.of(host);
        return this;
    }

    PoolSettings checkedBehind(ProxyProtocol proxyProtocol) {
        this.proxyProtocol = proxyProtocol;
        return this;
    }

    PoolSettings initial(Initial initial) {
        this.initial = initial;
        return this;
    }

    PoolSettings ejection(int failures, Duration ejection) {
        passiveHealth = new PassiveHealthConfig(failures, 0, ejection, ejection, ejection, 50);
        return this;
    }

    PoolSettings passiveHealth(PassiveHealthConfig passiveHealth) {
        this.passiveHealth = passiveHealth;
        return this;
    }

    PoolSettings slowStart(Duration slowStart) {
        this.slowStart = slowStart;
        return this;
    }

    PoolSettings panicPercent(int panicPercent) {
        this.panicPercent = panicPercent;
        return this;
    }

    PoolSettings onDown(OnDown onDown) {
        this.onDown = onDown;
        return this;
    }

    DiscoveryConfig discoveryConfig() {
        if (discoveryProvider == null) {
            discoveryProvider = Providing.discovery(discovery, polled, written);
        }
        var source = new ProviderConfig<>(discoveryProvider, Options.defaults());
        return new DiscoveryConfig(source, discoveryInterval, discoveryTimeout, onFailure, allowEmpty);
    }

    HealthCheckConfig healthCheckConfig() {
        var check = new ProviderConfig<>(checkProvider, Options.defaults());
        return new HealthCheckConfig(check, checkInterval, checkTimeout, rise, fall, port, host, proxyProtocol, initial);
    }

    PoolConfig poolConfig() {
        return new PoolConfig(
                "web",
                new ProviderConfig<>(Providing.strategy(strategy), Options.defaults()),
                discoveryConfig(),
                checked ? Optional.of(healthCheckConfig()) : Optional.empty(),
                passiveHealth,
                slowStart,
                panicPercent,
                new RetryConfig(3, Duration.ofSeconds(10)),
                onDown,
                new RemovePolicy.Keep(),
                Optional.empty(),
                SendProxyConfig.OFF,
                ConnectConfig.DEFAULT);
    }

    /** A pool that lives until it is closed. */
    LivingPool start() {
        return new LivingPool(this);
    }
}
