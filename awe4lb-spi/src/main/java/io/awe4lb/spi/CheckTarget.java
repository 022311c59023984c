package io.awe4lb.spi;

import java.net.SocketAddress;
import java.time.Duration;

/**
 * What a health check probes.
 *
 * @param backend the backend's id, for messages
 * @param address a resolved {@link java.net.InetSocketAddress}, or a {@link java.net.UnixDomainSocketAddress}
 * @param timeout time until the check is interrupted
 */
public record CheckTarget(String backend, SocketAddress address, Duration timeout) {}
