package io.awe4lb.kernel.datapath;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.AcceptProxyConfig;
import io.awe4lb.kernel.config.AccessLogConfig;
import io.awe4lb.kernel.config.AdmissionConfig;
import io.awe4lb.kernel.config.BackendTlsConfig;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ConnectConfig;
import io.awe4lb.kernel.config.DiscoveryConfig;
import io.awe4lb.kernel.config.DiscoveryConfig.OnFailure;
import io.awe4lb.kernel.config.HealthCheckConfig;
import io.awe4lb.kernel.config.LimitsConfig;
import io.awe4lb.kernel.config.ListenConfig;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.LogConfig;
import io.awe4lb.kernel.config.MetricsConfig;
import io.awe4lb.kernel.config.PassiveHealthConfig;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.config.PoolConfig.OnDown;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.config.RemovePolicy;
import io.awe4lb.kernel.config.RetryConfig;
import io.awe4lb.kernel.config.RouteConfig;
import io.awe4lb.kernel.config.SendProxyConfig;
import io.awe4lb.kernel.config.ShutdownConfig;
import io.awe4lb.kernel.config.TimeoutsConfig;
import io.awe4lb.kernel.config.TlsConfig;
import io.awe4lb.kernel.config.TransportChoice;
import io.awe4lb.kernel.config.UdpConfig;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.Impact;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.DatagramStats;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.ListenerStats;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.kernel.store.Overrides;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A balancer with one listener and one pool, made for one test. */
final class Balanced implements AutoCloseable {

    private final Balancer balancer;
    private final Overrides overrides;

    private Balanced(Balancer balancer, Overrides overrides) {
        this.balancer = balancer;
        this.overrides = overrides;
    }

    Overrides overrides() {
        return overrides;
    }

    static Builder over(BackendSpec... backends) {
        return new Builder(List.of(backends));
    }

    static Balanced of(BalancerConfig config, Transport transport) throws ChangeException {
        DataDirectory data = DataDirectory.inMemory();
        return new Balanced(Balancer.start(config, transport, new Events(InstantSource.system()), data), data.overrides());
    }

    /** Applies another configuration. */
    List<Impact> becomes(BalancerConfig next) throws ChangeException {
        return balancer.apply(next, () -> {});
    }

    Peer client() throws IOException {
        return Peer.connect(address());
    }

    SocketAddress address() {
        return balancer.addresses().get("test").getFirst();
    }

    Balancer balancer() {
        return balancer;
    }

    List<ConnectionInfo> connections() {
        return balancer.connections(_ -> true, Integer.MAX_VALUE).connections();
    }

    DatagramStats datagrams() {
        return balancer.listeners().iterator().next().datagrams();
    }

    /** Waits until so many datagrams were dropped for this reason. */
    void dropped(DropReason reason, long count) {
        Eventually.is(count, () -> datagrams().dropped().get(reason), () -> "dropped with " + reason.word() + ", all: " + datagrams());
    }

    ListenerStats stats() {
        return balancer.listeners().iterator().next().stats();
    }

    /** Waits until this many connections have ended for this reason. */
    void ended(EndReason reason, long count) {
        Eventually.is(count, () -> stats().closed().getOrDefault(reason, 0L),
                () -> "closed with " + reason.word() + ", all: " + stats().closed());
    }

    int lent() {
        return balancer.loops().stream().mapToInt(loop -> loop.loop().lent()).sum();
    }

    @Override
    public void close() {
        balancer.close();
    }

    static final class Builder {
        private final List<BackendSpec> backends;
        private Strategy strategy = new InOrder();
        private int loops = 2;
        private Address bind = new Address.Inet("127.0.0.1", 0);
        private Duration connect = Duration.ofSeconds(5);
        private Duration idle = Duration.ofMinutes(10);
        private Duration clientIdle = Duration.ZERO;
        private Duration backendIdle = Duration.ZERO;
        private Duration maxLifetime = Duration.ZERO;
        private Duration peek = Duration.ofMillis(300);
        private Duration handshake = Duration.ofSeconds(10);
        private Optional<String> pool = Optional.of("backends");
        private List<RouteConfig> routes = List.of();
        private Optional<TlsConfig> tls = Optional.empty();
        private Optional<BackendTlsConfig> backendTls = Optional.empty();
        private boolean halfClose = true;
        private RetryConfig retry = new RetryConfig(3, Duration.ofSeconds(10));
        private PassiveHealthConfig passiveHealth = ejecting(Duration.ofSeconds(10));
        private Optional<HealthCheckConfig> healthCheck = Optional.empty();
        private OnDown onDown = OnDown.RESELECT;
        private ListenConfig listen = ListenConfig.DEFAULT;
        private ConnectConfig outgoing = ConnectConfig.DEFAULT;
        private Optional<AccessLogConfig> accessLog = Optional.empty();
        private AdmissionConfig admission = AdmissionConfig.OPEN;
        private boolean answersChallenges;
        private Optional<AcceptProxyConfig> acceptProxy = Optional.empty();
        private SendProxyConfig sendProxy = SendProxyConfig.OFF;
        private Optional<UdpConfig> udp = Optional.empty();
        private Duration drain = Duration.ofSeconds(5);
        private RemovePolicy onRemove = new RemovePolicy.Keep();

        private Builder(List<BackendSpec> backends) {
            this.backends = backends;
        }

        Builder strategy(Strategy value) {
            strategy = value;
            return this;
        }

        Builder loops(int value) {
            loops = value;
            return this;
        }

        Builder bind(Address value) {
            bind = value;
            return this;
        }

        Builder connect(Duration value) {
            connect = value;
            return this;
        }

        Builder idle(Duration value) {
            idle = value;
            return this;
        }

        Builder clientIdle(Duration value) {
            clientIdle = value;
            return this;
        }

        Builder backendIdle(Duration value) {
            backendIdle = value;
            return this;
        }

        Builder maxLifetime(Duration value) {
            maxLifetime = value;
            return this;
        }

        Builder peek(Duration value) {
            peek = value;
            return this;
        }

        Builder handshake(Duration value) {
            handshake = value;
            return this;
        }

        /** Nobody is served whom no route is about. */
        Builder withoutPool() {
            pool = Optional.empty();
            return this;
        }

        Builder tls(TlsConfig value) {
            tls = Optional.of(value);
            return this;
        }

        Builder backendTls(BackendTlsConfig value) {
            backendTls = Optional.of(value);
            return this;
        }

        Builder routes(RouteConfig... value) {
            routes = List.of(value);
            return this;
        }

        Builder halfClose(boolean value) {
            halfClose = value;
            return this;
        }

        Builder retry(int tries, Duration timeout) {
            retry = new RetryConfig(tries, timeout);
            return this;
        }

        /** Each one time as long as the other, and all of them if need be. */
        private static PassiveHealthConfig ejecting(Duration time) {
            return new PassiveHealthConfig(1, 0, time, time, time, 100);
        }

        Builder ejection(Duration value) {
            passiveHealth = ejecting(value);
            return this;
        }

        Builder healthCheck(HealthCheckConfig value) {
            healthCheck = Optional.of(value);
            return this;
        }

        Builder onDown(OnDown value) {
            onDown = value;
            return this;
        }

        Builder listen(ListenConfig value) {
            listen = value;
            return this;
        }

        Builder outgoing(ConnectConfig value) {
            outgoing = value;
            return this;
        }

        Builder onRemove(RemovePolicy value) {
            onRemove = value;
            return this;
        }

        Builder limits(LimitsConfig value) {
            admission = new AdmissionConfig(List.of(), value);
            return this;
        }

        Builder admission(AdmissionConfig value) {
            admission = value;
            return this;
        }

        Builder answersChallenges() {
            answersChallenges = true;
            return this;
        }

        Builder acceptProxy(AcceptProxyConfig value) {
            acceptProxy = Optional.of(value);
            return this;
        }

        Builder sendProxy(SendProxyConfig value) {
            sendProxy = value;
            return this;
        }

        Builder accessLog(AccessLogConfig value) {
            accessLog = Optional.of(value);
            return this;
        }

        Builder udp(UdpConfig value) {
            udp = Optional.of(value);
            return this;
        }

        Builder drain(Duration value) {
            drain = value;
            return this;
        }

        Balanced on(Transport transport) throws ChangeException {
            return Balanced.of(config(), transport);
        }

        BalancerConfig config() {
            ListenerConfig listener = listener("test", bind);
            return new BalancerConfig(Optional.empty(), LogConfig.DEFAULT,
                    new MetricsConfig(false, MetricsConfig.DEFAULT_MAX_SERIES, Optional.empty()), TransportChoice.AUTO, loops,
                    new ShutdownConfig(Duration.ZERO, drain),
                    Map.of(listener.id(), listener), Map.of("backends", pool("backends")));
        }

        ListenerConfig listener(String id, Address at) {
            var timeouts = new TimeoutsConfig(connect, idle, clientIdle, backendIdle, maxLifetime, peek, handshake);
            return new ListenerConfig(id, List.of(at), pool, routes, tls, timeouts, halfClose, onRemove, listen, accessLog, udp,
                    admission, acceptProxy, answersChallenges);
        }

        PoolConfig pool(String id) {
            var discovery =
                    new DiscoveryConfig(new ProviderConfig<>(new FixedDiscovery(backends), Options.defaults()), Duration.ofSeconds(10),
                            Duration.ofSeconds(5), OnFailure.KEEP_LAST, true);
            return new PoolConfig(id, new ProviderConfig<>(new FixedStrategy(strategy), Options.defaults()), discovery, healthCheck,
                    passiveHealth, Duration.ZERO, 0, retry, onDown, onRemove, backendTls, sendProxy, outgoing);
        }
    }
}
