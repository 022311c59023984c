package io.awe4lb.kernel.net;

import java.time.Duration;

/**
 * How the system looks whether a silent peer is still there (SO_KEEPALIVE). Source: tcp(7).
 *
 * @param idle silence before the first probe, in whole seconds (TCP_KEEPIDLE)
 * @param interval between two probes, in whole seconds (TCP_KEEPINTVL)
 * @param count unanswered probes that end the connection (TCP_KEEPCNT)
 */
public record KeepAlive(Duration idle, Duration interval, int count) {}
