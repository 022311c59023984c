package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds what somebody has written and what nothing comes of, because something else lacks. */
final class NoEffectCheck {

    private static final String NO_SESSIONS = "'%s' limits nothing here: with 'maxResponses: 0' there are no sessions";

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
    NoEffectCheck(Values root, Key<?> listenersKey, Key<?> poolsKey, Collection<ListenerConfig> listeners, Map<String, PoolConfig> pools) {
        this.root = root;
        this.listenersKey = listenersKey;
        this.poolsKey = poolsKey;
        this.listeners = listeners;
        this.pools = pools;
    }

    void warn() {
        for (ListenerConfig listener : listeners) {
            warnOfEmptyLine(listener);
            warnOfNobodyBelieved(listener);
            warnOfNoSessions(listener);
        }
        pools.values().forEach(this::warnOfNoDatagrams);
    }

    private void warnOfEmptyLine(ListenerConfig listener) {
        List<PoolConfig> served = listener.pools().stream().map(pools::get).filter(Objects::nonNull).toList();
        if (listener.admission().limits().onLimit() instanceof OnLimit.Queue && !served.isEmpty()
                && served.stream().allMatch(NoEffectCheck::isNeverFull)) {
            root.warnAt(listenersKey, listener.id(), Code.NO_EFFECT,
                    "nobody waits with 'onLimit: queue': a line forms where every backend has "
                            + "its 'maxConnections', and none of its backends has any: give them some, or remove 'onLimit'");
        }
    }

    /** Of backends that others tell, nobody knows that here. */
    private static boolean isNeverFull(PoolConfig pool) {
        List<BackendSpec> written = pool.discovery().written().toList();
        return !written.isEmpty() && written.stream().allMatch(backend -> backend.maxConnections() == 0);
    }

    private void warnOfNobodyBelieved(ListenerConfig listener) {
        boolean isUnix = listener.binds().stream().allMatch(Address.Unix.class::isInstance);
        boolean believesUnix = listener.acceptProxy().map(proxies -> proxies.from().contains(Network.LOCAL)).orElse(true);
        if (isUnix && !believesUnix) {
            root.warnAt(listenersKey, listener.id(), Code.NO_EFFECT,
                    "no PROXY header is believed: all clients come by Unix sockets: write 'unix' at 'proxyProtocol.from'");
        }
    }

    private void warnOfNoSessions(ListenerConfig listener) {
        Optional<UdpConfig> udp = listener.udp();
        if (udp.isEmpty() || listener.pool().map(pools::get).map(listener::hasSessions).orElse(true)) {
            return;
        }
        if (udp.get().maxSessions() != UdpConfig.DEFAULT.maxSessions()) {
            root.warnAt(listenersKey, listener.id(), Code.NO_EFFECT, NO_SESSIONS.formatted("udp.maxSessions"));
        }
        if (listener.admission().limits().countConnections()) {
            root.warnAt(listenersKey, listener.id(), Code.NO_EFFECT, NO_SESSIONS.formatted("limits"));
        }
    }

    private void warnOfNoDatagrams(PoolConfig pool) {
        List<ListenerConfig> users = listeners.stream().filter(listener -> listener.pools().contains(pool.id())).toList();
        if (pool.sendProxy().datagrams() == SendProxyConfig.Datagrams.EVERY && !users.isEmpty()
                && users.stream().noneMatch(listener -> listener.udp().isPresent())) {
            root.warnAt(poolsKey, pool.id(), Code.NO_EFFECT,
                    "'proxyProtocol.datagrams' is about UDP, and no listener of UDP uses this pool: remove it");
        }
    }
}
