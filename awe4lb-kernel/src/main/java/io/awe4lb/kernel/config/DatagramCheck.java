package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.ProxyProtocol;
import io.awe4lb.spi.StrategyProvider;
import java.util.Map;
import java.util.Optional;

/** Looks for pools that suit TCP, and do nothing or little for the datagrams of a listener. */
final class DatagramCheck {

    private final Values root;
    private final Key<?> listeners;

    /**
     * @param root that warns
     * @param listeners where they stand
     */
    DatagramCheck(Values root, Key<?> listeners) {
        this.root = root;
        this.listeners = listeners;
    }

    /** @param listener of UDP @param pools by id */
    void warn(ListenerConfig listener, Map<String, PoolConfig> pools) {
        listener.pool().map(pools::get).ifPresent(pool -> {
            warnOfUnixSockets(listener, pool);
            warnOfServerNames(listener, pool);
            refuseProxyHeaders(listener, pool);
        });
    }

    private void refuseProxyHeaders(ListenerConfig listener, PoolConfig pool) {
        if (pool.sendProxy().version() == ProxyProtocol.V1) {
            root.errorAt(listeners, listener.id(), Code.CONFLICTING_KEYS,
                    "pool %s sends PROXY headers of version 1, which is for TCP alone: write 'proxyProtocol: v2' there, or 'off'"
                            .formatted(pool.id()));
        }
    }

    private void warnOfUnixSockets(ListenerConfig listener, PoolConfig pool) {
        unixSocket(pool.discovery()).ifPresent(backend -> root.warnAt(
                listeners, listener.id(), Code.UNREACHABLE_BACKEND,
                "the backend %s of pool %s has a Unix socket, and UDP has none: its datagrams will find no way"
                        .formatted(Quoted.of(backend.id()), pool.id())));
    }

    private static Optional<BackendSpec> unixSocket(DiscoveryConfig discovery) {
        return discovery.written().filter(backend -> backend.address() instanceof Address.Unix).findFirst();
    }

    private void warnOfServerNames(ListenerConfig listener, PoolConfig pool) {
        if (wantsServerName(pool.strategy())) {
            root.warnAt(listeners, listener.id(), Code.NO_EFFECT,
                    "the strategy of pool %s chooses by the server name of TLS, and a datagram has none: all clients look alike to it"
                            .formatted(pool.id()));
        }
    }

    private static boolean wantsServerName(ProviderConfig<StrategyProvider> strategy) {
        try {
            return strategy.provider().create(strategy.options()).wantsServerName();
        } catch (RuntimeException | LinkageError _) { // a bug of the plugin: the start, which makes it again, tells of it
            return false;
        }
    }
}
