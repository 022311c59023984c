package io.awe4lb.kernel.config;

import java.net.InetAddress;
import java.util.List;

/**
 * Socket options of connections to the backends of a pool.
 *
 * @param sourceAddresses where they come from, in turn; empty: the system chooses
 * @param transparent whether backends see each client's own address instead
 * @param socket the others
 */
public record ConnectConfig(List<InetAddress> sourceAddresses, boolean transparent, SocketConfig socket) {

    /** What holds when nothing is written. */
    public static final ConnectConfig DEFAULT = new ConnectConfig(List.of(), false, SocketConfig.NONE);
}
