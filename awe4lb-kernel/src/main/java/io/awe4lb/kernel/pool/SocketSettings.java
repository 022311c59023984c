package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.ConnectConfig;
import io.awe4lb.kernel.config.SocketConfig;
import io.awe4lb.kernel.net.ClientSource;
import io.awe4lb.kernel.net.ConnectOptions;
import io.awe4lb.kernel.net.KeepAlive;
import io.awe4lb.kernel.net.SocketOptions;
import io.awe4lb.kernel.net.Source;
import io.awe4lb.kernel.net.SourceAddresses;

/** What the configuration says of sockets, as sockets take it. */
public final class SocketSettings {

    private SocketSettings() {}

    static ConnectOptions of(ConnectConfig config) {
        Source source = config.transparent() ? ClientSource.WITHOUT_ADDRESS : new SourceAddresses(config.sourceAddresses());
        return new ConnectOptions(source, of(config.socket()));
    }

    /**
     * Options of connections, whoever opened them.
     *
     * @param config of a listener or a pool
     * @return the same in the words of sockets
     */
    public static SocketOptions of(SocketConfig config) {
        return new SocketOptions(
                config.keepAlive().map(probes -> new KeepAlive(probes.idle(), probes.interval(), probes.count())),
                config.userTimeout(),
                config.mark(),
                config.device());
    }
}
