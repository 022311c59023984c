package io.awe4lb.kernel.config;

import io.awe4lb.spi.MetricsExporterProvider;
import io.awe4lb.spi.Option;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of the metrics. */
final class MetricsKeys {

    private static final int FEWEST_SERIES = 100;
    private static final int MOST_SERIES = 10_000_000;

    private static final Shape.Plugin<MetricsExporterProvider, ProviderConfig<MetricsExporterProvider>> EXPORTER = new Shape.Plugin<>(
            new Shape.Kind<>("metrics exporter", Providers::metricsExporters), List.of(), _ -> false, (exporter, _) -> exporter);

    private static final Key<Boolean> PUBLIC =
            Key.of(Option.flag("public", false, "Whether `/metrics` of the admin server needs no token."));
    private static final Key<Integer> MAX_SERIES = Key.of(Option.number("maxSeries", MetricsConfig.DEFAULT_MAX_SERIES, FEWEST_SERIES,
            MOST_SERIES, "Most series; whole listeners, pools and backends beyond that are left out, and counted."));
    private static final Key<Map<String, ProviderConfig<MetricsExporterProvider>>> EXPORTERS = Key.optional(
            "exporters", new Shape.ById<>(EXPORTER),
            "Who gets them, by id; left out, one of the type `prometheus`, where its plugin is there; `{}`: nobody.");

    private static final MetricsConfig OFF = new MetricsConfig(false, MetricsConfig.DEFAULT_MAX_SERIES, Optional.of(Map.of()));

    static final Key<MetricsConfig> METRICS = Key.section(
            "metrics",
            new Shape.OrWord<>("off", OFF,
                    Shape.Section.of(values -> new MetricsConfig(values.get(PUBLIC), values.get(MAX_SERIES), values.find(EXPORTERS)),
                            PUBLIC, MAX_SERIES, EXPORTERS)),
            "What is measured, and who gets it; `off`: nobody.");

    private MetricsKeys() {}
}
