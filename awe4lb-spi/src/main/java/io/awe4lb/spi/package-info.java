/**
 * The service provider interface of awe4lb.
 *
 * <p>A plugin is one jar with one named module that says {@code provides io.awe4lb.spi.Provider with …}. Each provider names a
 * {@link io.awe4lb.spi.Provider#type() type}, the word a user writes in the configuration, states its {@link io.awe4lb.spi.Option options},
 * and makes configured instances. Start with the interface of the kind you want to write: {@link io.awe4lb.spi.StrategyProvider},
 * {@link io.awe4lb.spi.DiscoveryProvider}, {@link io.awe4lb.spi.HealthCheckProvider}, {@link io.awe4lb.spi.MetricsExporterProvider} or
 * {@link io.awe4lb.spi.AccessLogProvider}, {@link io.awe4lb.spi.TlsEngineProvider},
 * {@link io.awe4lb.spi.CertificateIssuerProvider}.
 *
 * <p>The jar's manifest says what the plugin is:
 *
 * <pre>{@code
 * Plugin-Id: canary
 * Plugin-Version: 1.0.0
 * Plugin-Requires: ^1.0.0
 * Plugin-Description: A share of the clients to backends of weight 0.
 * }</pre>
 *
 * <p>{@code Plugin-Id} is unique among all plugins, {@code Plugin-Version} a semantic version; {@code Plugin-Requires} is a range that
 * {@link io.awe4lb.spi.Spi#version()} has to be in, any if left out. The module may require this module and modules of the JDK that awe4lb
 * runs with; whatever else it needs is inside the jar. Plugins do not see each other, nor the kernel.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.spi;
