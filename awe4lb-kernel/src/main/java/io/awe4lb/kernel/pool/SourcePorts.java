package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.ConnectConfig;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.OptionalLong;

/**
 * How many connections to a backend the local ports allow: towards one address each local address has all ports of the system's range once,
 * whatever goes elsewhere. What has ended a moment ago may hold its port for a minute more, and is not counted.
 */
public final class SourcePorts {

    private SourcePorts() {}

    /**
     * The most that can live at once.
     *
     * @param config how the pool connects
     * @param backend with the address that answered last
     * @param range ports of the system's range
     * @return empty where local ports are no limit: a Unix socket, an unresolved name, or a transparent pool, whose clients bring their own
     */
    public static OptionalLong limit(ConnectConfig config, PoolBackend backend, int range) {
        List<SocketAddress> addresses = backend.addresses();
        if (config.transparent() || addresses.isEmpty()
                || !(addresses.get(backend.preferred() % addresses.size()) instanceof InetSocketAddress inet)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((long) range * Math.max(1, sources(config, inet.getAddress())));
    }

    /** Those of the other family are not used. */
    private static long sources(ConnectConfig config, InetAddress towards) {
        return config.sourceAddresses().stream()
                .filter(source -> source instanceof Inet4Address == towards instanceof Inet4Address).distinct().count();
    }
}
