package io.awe4lb.kernel.config;

import java.time.Duration;

/**
 * Probes of a silent peer, in whole seconds.
 *
 * @param idle silence before the first one
 * @param interval between two
 * @param count unanswered ones that end the connection
 */
public record KeepAliveConfig(Duration idle, Duration interval, int count) {}
