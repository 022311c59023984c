package io.awe4lb.kernel.config;

import java.time.Duration;

/**
 * How long a connection may wait; {@link Duration#ZERO} is {@code off}.
 *
 * @param connect for one attempt to connect to a backend; never off
 * @param idle without a byte in either direction
 * @param clientIdle without a byte from the client
 * @param backendIdle without a byte from the backend
 * @param maxLifetime from accept to the end, whatever moves
 * @param peek from accept, for the client's first byte, before it counts as one that waits for the server to speak; never off
 * @param handshake from accept, for the client's TLS handshake, or its begin where nothing else is looked at; never off
 */
public record TimeoutsConfig(Duration connect, Duration idle, Duration clientIdle, Duration backendIdle, Duration maxLifetime,
        Duration peek, Duration handshake) {}
