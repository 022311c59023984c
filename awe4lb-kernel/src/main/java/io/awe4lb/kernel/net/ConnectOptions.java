package io.awe4lb.kernel.net;

/**
 * How to connect. Unix sockets have none of it.
 *
 * @param sources local addresses to connect from, in turn
 * @param socket what the connection has
 */
public record ConnectOptions(SourceAddresses sources, SocketOptions socket) {

    /** As the system does by itself. */
    public static final ConnectOptions NONE = new ConnectOptions(SourceAddresses.ANY, SocketOptions.NONE);
}
