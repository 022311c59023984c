package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Looks whether sockets with addresses of others can be had, and whether those who need them come together. */
final class TransparencyCheck {

    private static final String NEEDS_LINUX = "'transparent' needs sockets of Linux: remove 'transport: nio', or 'transparent'";
    private static final String NEEDS_CAPABILITY = "'transparent' needs the capability CAP_NET_ADMIN, which this process does not have: "
            + "write AmbientCapabilities=CAP_NET_ADMIN into the unit of systemd, or start awe4lb as root";

    private final Values root;
    private final Key<?> listenersKey;
    private final Key<?> poolsKey;
    private final Collection<ListenerConfig> listeners;
    private final Map<String, PoolConfig> pools;

    /**
     * @param root that reports
     * @param listenersKey where listeners stand
     * @param poolsKey where pools stand
     */
    TransparencyCheck(Values root, Key<?> listenersKey, Key<?> poolsKey, Collection<ListenerConfig> listeners,
            Map<String, PoolConfig> pools) {
        this.root = root;
        this.listenersKey = listenersKey;
        this.poolsKey = poolsKey;
        this.listeners = listeners;
        this.pools = pools;
    }

    /** What cannot work. */
    void report(TransportChoice transport) {
        if (transport == TransportChoice.NIO) {
            transparentPools().forEach(pool -> root.errorAt(poolsKey, pool.id(), Code.CONFLICTING_KEYS, NEEDS_LINUX));
            transparentListeners().forEach(listener -> root.errorAt(listenersKey, listener.id(), Code.CONFLICTING_KEYS, NEEDS_LINUX));
        }
        listeners.forEach(this::reportUnknownDestinations);
    }

    private void reportUnknownDestinations(ListenerConfig listener) {
        if (listener.listen().transparent() && listener.udp().isEmpty()
                && listener.binds().stream().anyMatch(Address.Unix.class::isInstance)) {
            root.errorAt(listenersKey, listener.id(), Code.CONFLICTING_KEYS,
                    "nobody is redirected to a Unix socket: with 'transparent' write hosts and ports alone at 'bind'");
        }
        for (String id : listener.pools()) {
            PoolConfig pool = pools.get(id);
            if (pool != null && followsClients(pool) && !listener.listen().transparent()) {
                root.errorAt(listenersKey, listener.id(), Code.CONFLICTING_KEYS, unknownDestination(id));
            }
        }
    }

    private static String unknownDestination(String pool) {
        return "its pool %s has the backend \"*\", which is where a client wanted to go: write 'transparent: true' here, or give it a pool without"
                .formatted(Quoted.of(pool));
    }

    private static boolean followsClients(PoolConfig pool) {
        return pool.discovery().written().anyMatch(backend -> backend.address() instanceof Address.Destination);
    }

    /** What this process cannot do, or has no effect. */
    void warn() {
        boolean isAllowed = Capabilities.allowTransparent();
        for (ListenerConfig listener : transparentListeners()) {
            if (!isAllowed) {
                root.warnAt(listenersKey, listener.id(), Code.MISSING_CAPABILITY, NEEDS_CAPABILITY);
            }
        }
        for (PoolConfig pool : transparentPools()) {
            if (!isAllowed) {
                root.warnAt(poolsKey, pool.id(), Code.MISSING_CAPABILITY, NEEDS_CAPABILITY);
            }
            warnOfClientsWithoutAddress(pool);
        }
    }

    private void warnOfClientsWithoutAddress(PoolConfig pool) {
        List<ListenerConfig> users = listeners.stream().filter(listener -> listener.pools().contains(pool.id())).toList();
        if (!users.isEmpty() && users.stream().allMatch(listener -> listener.binds().stream().allMatch(Address.Unix.class::isInstance))) {
            root.warnAt(poolsKey, pool.id(), Code.NO_EFFECT,
                    "'transparent' shows nobody here: all its clients come by Unix sockets, and have no address");
        }
    }

    private List<PoolConfig> transparentPools() {
        return pools.values().stream().filter(pool -> pool.connect().transparent()).toList();
    }

    private List<ListenerConfig> transparentListeners() {
        return listeners.stream().filter(listener -> listener.listen().transparent()).toList();
    }
}
