package io.awe4lb.plugins.metrics.prometheus;

import io.awe4lb.spi.MetricsSource;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The library's registry: its own meters for the JVM and the process, and beside them a collector for everything of awe4lb. A meter for each
 * series of awe4lb would be kept in memory: with 5 000 backends some hundred megabytes.
 */
final class Registry implements AutoCloseable {

    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final PrometheusMeterRegistry meters;
    private final JvmGcMetrics collections = new JvmGcMetrics();

    Registry(MetricsSource source) {
        var registry = new PrometheusRegistry();
        meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
        registry.register(() -> Snapshots.of(source.read()));
        List.of(new JvmMemoryMetrics(), collections, new JvmThreadMetrics(), new ClassLoaderMetrics(), new ProcessorMetrics(),
                new UptimeMetrics(), new FileDescriptorMetrics(), new ProcessMetrics()).forEach(binder -> binder.bindTo(meters));
    }

    /** OpenMetrics for whoever takes it, else the text format of old. */
    static String contentType(String accept) {
        return accept.contains(OPEN_METRICS) ? OpenMetricsTextFormatWriter.CONTENT_TYPE : PrometheusTextFormatWriter.CONTENT_TYPE;
    }

    void write(String contentType, OutputStream body) throws IOException {
        meters.scrape(body, contentType);
    }

    @Override
    public void close() {
        collections.close();
        meters.close();
    }
}
