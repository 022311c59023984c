package io.awe4lb.kernel.plugin;

import io.awe4lb.spi.AccessLogProvider;
import io.awe4lb.spi.CertificateIssuerProvider;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.MetricsExporterProvider;
import io.awe4lb.spi.Provider;
import io.awe4lb.spi.StrategyProvider;
import io.awe4lb.spi.TlsEngineProvider;

/**
 * A provider with what it said about itself when it was loaded.
 *
 * @param type the answer to {@link Provider#type()}, which is asked once: a later answer might differ
 * @param provider of a plugin
 */
record Provided(String type, Provider provider) {

    /** Kind and type, for example {@code strategy round-robin}; no two providers have the same. */
    String name() {
        var kind =
                switch (provider) {
                    case StrategyProvider _ -> "strategy";
                    case DiscoveryProvider _ -> "discovery";
                    case HealthCheckProvider _ -> "health check";
                    case MetricsExporterProvider _ -> "metrics exporter";
                    case AccessLogProvider _ -> "log format";
                    case TlsEngineProvider _ -> "TLS engine";
                    case CertificateIssuerProvider _ -> "issuer of certificates";
                };
        return kind + " " + type;
    }
}
