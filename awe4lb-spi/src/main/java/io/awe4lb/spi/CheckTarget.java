package io.awe4lb.spi;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What a health check probes.
 *
 * @param backend the backend's id, for messages
 * @param address a resolved {@link java.net.InetSocketAddress}, or a {@link java.net.UnixDomainSocketAddress}
 * @param timeout time until the check is interrupted
 * @param proxyProtocol what is sent first on a TCP connection: its {@link ProxyProtocol#ownHeader()}, before TLS too
 * @param tls how the pool speaks TLS with this backend: a check that speaks TLS does it so where its options say nothing else; empty: the
 *     pool does not, or another host than the backend's is probed
 */
public record CheckTarget(String backend, SocketAddress address, Duration timeout, ProxyProtocol proxyProtocol,
        Optional<TlsClientSettings> tls) {

    /**
     * A backend of a pool that does not speak TLS.
     *
     * @param backend the backend's id, for messages
     * @param address where it is probed
     * @param timeout time until the check is interrupted
     * @param proxyProtocol what is sent first
     */
    public CheckTarget(String backend, SocketAddress address, Duration timeout, ProxyProtocol proxyProtocol) {
        this(backend, address, timeout, proxyProtocol, Optional.empty());
    }

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
