package io.awe4lb.kernel.config;

import java.time.Duration;

/**
 * What failed connects of clients do to a backend.
 *
 * @param failures failed connects within the time of {@code ejection} that take it out; 1 or more, default 1
 * @param ejection for how long it gets no new connections; {@link Duration#ZERO} for never; default 10 s
 */
public record PassiveHealthConfig(int failures, Duration ejection) {}
