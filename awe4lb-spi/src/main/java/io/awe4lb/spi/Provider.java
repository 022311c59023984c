package io.awe4lb.spi;

import java.util.List;

/**
 * The one service type of all plugins: says a {@link #type() type} and makes configured instances of it.
 *
 * <p>Found with {@link java.util.ServiceLoader} on the plugin's own module layer, made once when the plugin is loaded, on the control
 * thread. It needs a public constructor without parameters, or a public static {@code provider()} method. If making it throws, the whole
 * plugin is listed as failed and none of its types exists; other plugins are not touched.
 */
public sealed interface Provider
        permits StrategyProvider, DiscoveryProvider, HealthCheckProvider, MetricsExporterProvider, AccessLogProvider, TlsEngineProvider,
        CertificateIssuerProvider {

    /**
     * The word that chooses this provider in the configuration ({@code strategy: {type: WORD}}).
     *
     * @return lower-case letters, digits and hyphens, unique among the providers of one kind
     */
    String type();

    /**
     * What this provider is for, in one sentence: shown by {@code awe4lb plugins}, in the schema and in the UI.
     *
     * @return a sentence with a full stop
     */
    String description();

    /**
     * The options that a user may set beside {@code type}. Validation, schema, documentation and forms come from them.
     *
     * @return the same list at each call, each option once
     */
    default List<Option<?>> options() {
        return List.of();
    }
}
