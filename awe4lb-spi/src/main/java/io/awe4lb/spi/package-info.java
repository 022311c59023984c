/**
 * The service provider interface of awe4lb.
 *
 * <p>A plugin is one jar with one named module that says {@code provides io.awe4lb.spi.Provider with …}. Each provider names a
 * {@link io.awe4lb.spi.Provider#type() type}, the word a user writes in the configuration, states its {@link io.awe4lb.spi.Option options},
 * and makes configured instances. Start with the interface of the kind you want to write: {@link io.awe4lb.spi.StrategyProvider},
 * {@link io.awe4lb.spi.DiscoveryProvider} or {@link io.awe4lb.spi.HealthCheckProvider}.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.spi;
