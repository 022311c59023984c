package io.awe4lb.kernel.config;

import io.awe4lb.spi.MetricsExporterProvider;
import java.util.Map;
import java.util.Optional;

/**
 * Who gets the metrics.
 *
 * @param isPublic whether {@code /metrics} of the admin server needs no token
 * @param maxSeries most series that are told; what would be more is left out, and said
 * @param exporters by id, in the order written; empty if nothing is written: the one of type {@link #DEFAULT_TYPE}, where there is one
 */
public record MetricsConfig(boolean isPublic, int maxSeries, Optional<Map<String, ProviderConfig<MetricsExporterProvider>>> exporters) {

    /** The type of the exporter that is there when nothing is written, and its id. */
    public static final String DEFAULT_TYPE = "prometheus";

    /** Enough for 5 000 backends with health checks. */
    public static final int DEFAULT_MAX_SERIES = 300_000;
}
