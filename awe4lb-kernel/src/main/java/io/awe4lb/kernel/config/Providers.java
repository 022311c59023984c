package io.awe4lb.kernel.config;

import io.awe4lb.spi.AccessLogProvider;
import io.awe4lb.spi.CertificateIssuerProvider;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.MetricsExporterProvider;
import io.awe4lb.spi.Provider;
import io.awe4lb.spi.StrategyProvider;
import io.awe4lb.spi.TlsEngineProvider;
import java.util.Collection;
import java.util.Collections;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The providers that plugins brought, by kind and type. Immutable.
 *
 * @param strategies by type, sorted
 * @param discoveries by type, sorted
 * @param healthChecks by type, sorted
 * @param metricsExporters by type, sorted
 * @param accessLogs by type, sorted
 * @param tlsEngines by type, sorted
 * @param certificateIssuers by type, sorted
 */
public record Providers(
        SequencedMap<String, StrategyProvider> strategies,
        SequencedMap<String, DiscoveryProvider> discoveries,
        SequencedMap<String, HealthCheckProvider> healthChecks,
        SequencedMap<String, MetricsExporterProvider> metricsExporters,
        SequencedMap<String, AccessLogProvider> accessLogs,
        SequencedMap<String, TlsEngineProvider> tlsEngines,
        SequencedMap<String, CertificateIssuerProvider> certificateIssuers) {

    /**
     * Sorts providers by their kind.
     *
     * @param providers of distinct types within a kind
     * @return the same by kind and type
     */
    public static Providers of(Collection<? extends Provider> providers) {
        var strategies = new TreeMap<String, StrategyProvider>();
        var discoveries = new TreeMap<String, DiscoveryProvider>();
        var healthChecks = new TreeMap<String, HealthCheckProvider>();
        var metricsExporters = new TreeMap<String, MetricsExporterProvider>();
        var accessLogs = new TreeMap<String, AccessLogProvider>();
        var tlsEngines = new TreeMap<String, TlsEngineProvider>();
        var certificateIssuers = new TreeMap<String, CertificateIssuerProvider>();
        for (Provider provider : providers) {
            switch (provider) {
                case StrategyProvider strategy -> strategies.put(strategy.type(), strategy);
                case DiscoveryProvider discovery -> discoveries.put(discovery.type(), discovery);
                case HealthCheckProvider healthCheck -> healthChecks.put(healthCheck.type(), healthCheck);
                case MetricsExporterProvider exporter -> metricsExporters.put(exporter.type(), exporter);
                case AccessLogProvider accessLog -> accessLogs.put(accessLog.type(), accessLog);
                case TlsEngineProvider tlsEngine -> tlsEngines.put(tlsEngine.type(), tlsEngine);
                case CertificateIssuerProvider issuer -> certificateIssuers.put(issuer.type(), issuer);
            }
        }
        return new Providers(
                Collections.unmodifiableSequencedMap(strategies),
                Collections.unmodifiableSequencedMap(discoveries),
                Collections.unmodifiableSequencedMap(healthChecks),
                Collections.unmodifiableSequencedMap(metricsExporters),
                Collections.unmodifiableSequencedMap(accessLogs),
                Collections.unmodifiableSequencedMap(tlsEngines),
                Collections.unmodifiableSequencedMap(certificateIssuers));
    }
}
