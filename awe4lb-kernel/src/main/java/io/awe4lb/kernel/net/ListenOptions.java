package io.awe4lb.kernel.net;

import java.time.Duration;

/**
 * How to listen. Unix sockets take the backlog alone.
 *
 * @param backlog connections that the system keeps until they are accepted; it cuts larger numbers than it allows itself
 * @param deferAccept how long a connection without a byte stays in the system before it is accepted all the same, in whole seconds
 *     (TCP_DEFER_ACCEPT); zero: it is accepted at once
 * @param fastOpen connections whose handshake, with bytes in its first packet, is under way at most (TCP_FASTOPEN); 0: bytes wait for the
 *     end of the handshake
 * @param transparent whether it takes connections to addresses of others that are redirected to it (IP_TRANSPARENT, ip(7))
 * @param accepted what every accepted connection has
 */
public record ListenOptions(int backlog, Duration deferAccept, int fastOpen, boolean transparent, SocketOptions accepted) {}
