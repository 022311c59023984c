package io.awe4lb.kernel.config;

import java.time.Duration;

/**
 * What a failed connect does for the client.
 *
 * @param tries other backends tried after the first; 0 or more, default 3
 * @param timeout time for all of them together; default 10 s
 */
public record RetryConfig(int tries, Duration timeout) {}
