package io.awe4lb.kernel.config;

import io.awe4lb.spi.StrategyProvider;
import java.time.Duration;
import java.util.Optional;

/**
 * One pool.
 *
 * @param id key in the configuration
 * @param strategy picks a backend
 * @param discovery tells which backends there are
 * @param healthCheck tells which are up; empty: every backend is taken as able to serve
 * @param passiveHealth what clients' bad experiences do to a backend
 * @param slowStart how long a backend that serves again takes to get its whole weight; {@link Duration#ZERO} for no time
 * @param panicPercent share of healthy backends below which all are used; 0 for never
 * @param retry what a failed connect does for the client
 * @param onDown what happens to live connections of a backend that goes down
 * @param onRemove what happens to its live connections when it is removed
 * @param tls spoken to the backends; empty: they get bytes as they are
 * @param sendProxy what backends are told of their clients
 * @param connect socket options
 */
public record PoolConfig(
        String id,
        ProviderConfig<StrategyProvider> strategy,
        DiscoveryConfig discovery,
        Optional<HealthCheckConfig> healthCheck,
        PassiveHealthConfig passiveHealth,
        Duration slowStart,
        int panicPercent,
        RetryConfig retry,
        OnDown onDown,
        RemovePolicy onRemove,
        Optional<BackendTlsConfig> tls,
        SendProxyConfig sendProxy,
        ConnectConfig connect) {

    /** What happens to live connections of a backend that goes down. */
    public enum OnDown {
        /** They live on with it. */
        KEEP,
        /** They are closed with {@code backend_down}. */
        CLOSE,
        /** Sessions of UDP choose another backend with their next datagram; connections, which cannot, live on. */
        RESELECT
    }
}
