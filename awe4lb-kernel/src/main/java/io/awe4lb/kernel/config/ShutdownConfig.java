package io.awe4lb.kernel.config;

import java.time.Duration;

/**
 * How a graceful stop goes: not ready for {@code delay}, then no new connections, then up to {@code drain} for those that live.
 *
 * @param delay from zero
 * @param drain from zero
 */
public record ShutdownConfig(Duration delay, Duration drain) {}
