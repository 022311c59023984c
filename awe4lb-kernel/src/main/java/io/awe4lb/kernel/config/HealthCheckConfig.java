package io.awe4lb.kernel.config;

import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.ProxyProtocol;
import java.time.Duration;
import java.util.Optional;

/**
 * How backends are checked. All but the first are the common options of every health check.
 *
 * @param check the provider with its own options
 * @param interval time from the start of one check to the start of the next; default 2 s
 * @param timeout time until a check counts as failed; default 1 s
 * @param rise passes in a row that bring a backend up; 1 or more, default 2
 * @param fall failures in a row that take a backend down; 1 or more, default 3
 * @param port port to check instead of the backend's
 * @param host host to check instead of the backend's
 * @param proxyProtocol what a check says first; default what the pool says
 * @param initial what a backend is taken for before enough checks ran; default up
 */
public record HealthCheckConfig(
        ProviderConfig<HealthCheckProvider> check,
        Duration interval,
        Duration timeout,
        int rise,
        int fall,
        Optional<Integer> port,
        Optional<String> host,
        ProxyProtocol proxyProtocol,
        Initial initial) {

    /** What a backend is taken for before enough checks ran. */
    public enum Initial {
        /** It serves at once. */
        UP,
        /** It waits until the checks have passed. */
        DOWN
    }
}
