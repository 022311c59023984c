package io.awe4lb.spi;

import java.net.SocketAddress;
import java.time.Duration;

/**
 * What a health check probes.
 *
 * @param backend the backend's id, for messages
 * @param address a resolved {@link java.net.InetSocketAddress}, or a {@link java.net.UnixDomainSocketAddress}
 * @param timeout time until the check is interrupted
 * @param proxyProtocol what is sent first on a TCP connection: its {@link ProxyProtocol#ownHeader()}, before TLS too
 */
public record CheckTarget(String backend, SocketAddress address, Duration timeout, ProxyProtocol proxyProtocol) {

    /**
     * A backend that does not ask who its client is.
     *
     * @param backend the backend's id, for messages
     * @param address where it is probed
     * @param timeout time until the check is interrupted
     */
    public CheckTarget(String backend, SocketAddress address, Duration timeout) {
        this(backend, address, timeout, ProxyProtocol.OFF);
    }
}
