package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.net.ConnectOptions;
import io.awe4lb.kernel.tls.Origination;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Strategy;
import java.util.Optional;
import java.util.function.Function;

/**
 * A pool's configuration with what its providers made of it. Immutable; replaced as a whole.
 *
 * @param config validated
 * @param connectOptions knows which source address is next
 * @param origination how TLS is spoken to backends; empty: it is not
 * @param strategy unprepared
 * @param healthCheck empty: backends are not checked
 * @param discovering started with the pool
 */
record PoolParts(
        PoolConfig config,
        ConnectOptions connectOptions,
        Optional<Origination> origination,
        Strategy strategy,
        Optional<HealthCheck> healthCheck,
        Discovering discovering) {

    /** @throws IllegalArgumentException with a provider's sentence, if it refuses its options */
    static PoolParts of(PoolConfig config, Optional<Origination> origination, Function<PoolConfig, Discovering> discovering) {
        return new PoolParts(
                config,
                SocketSettings.of(config.connect()),
                origination,
                strategy(config),
                config.healthCheck().map(settings -> healthCheck(settings.check())),
                discovering.apply(config));
    }

    /**
     * The same pool with another configuration: what does not differ is taken over, with what it remembers.
     *
     * @throws IllegalArgumentException with a provider's sentence, if it refuses its options
     */
    PoolParts next(PoolConfig next, Optional<Origination> nextOrigination, Function<PoolConfig, Discovering> newDiscovering) {
        return new PoolParts(
                next,
                next.connect().equals(config.connect()) ? connectOptions : SocketSettings.of(next.connect()),
                nextOrigination,
                next.strategy().equals(config.strategy()) ? strategy : strategy(next),
                next.healthCheck().map(settings -> nextHealthCheck(settings.check())),
                next.discovery().equals(config.discovery()) ? discovering : newDiscovering.apply(next));
    }

    private HealthCheck nextHealthCheck(ProviderConfig<HealthCheckProvider> next) {
        boolean isSame = config.healthCheck().filter(settings -> settings.check().equals(next)).isPresent();
        return isSame ? healthCheck.orElseThrow() : healthCheck(next);
    }

    private static Strategy strategy(PoolConfig config) {
        return config.strategy().provider().create(config.strategy().options());
    }

    private static HealthCheck healthCheck(ProviderConfig<HealthCheckProvider> check) {
        return check.provider().create(check.options());
    }
}
