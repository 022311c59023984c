package io.awe4lb.kernel.net;

import java.net.InetSocketAddress;

/**
 * How to connect. Unix sockets have none of it.
 *
 * @param source where to connect from
 * @param socket what the connection has
 */
public record ConnectOptions(Source source, SocketOptions socket) {

    /** As the system does by itself. */
    public static final ConnectOptions NONE = new ConnectOptions(SourceAddresses.ANY, SocketOptions.NONE);

    /**
     * Whether peers see clients, and not this machine.
     *
     * @return then {@link #onBehalfOf} says which one
     */
    public boolean isTransparent() {
        return source instanceof ClientSource;
    }

    /**
     * The same for one client.
     *
     * @param client whose address the peer sees
     * @return made anew
     */
    public ConnectOptions onBehalfOf(InetSocketAddress client) {
        return new ConnectOptions(new ClientSource(client), socket);
    }
}
