package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.ChangeException.Reason;
import io.awe4lb.spi.ExportLog;
import io.awe4lb.spi.MetricsExporter;
import io.awe4lb.spi.MetricsExporterProvider;
import io.awe4lb.spi.MetricsSource;
import java.io.IOException;
import java.net.BindException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exporter that is open, and what it was made of. A bug of its plugin ends nothing but itself.
 *
 * @param id key in the configuration
 * @param config that it was made of
 * @param exporter open
 */
record Export(String id, ProviderConfig<MetricsExporterProvider> config, MetricsExporter exporter) {

    private static final Logger LOG = LoggerFactory.getLogger(Exporting.class);

    static Export open(String id, ProviderConfig<MetricsExporterProvider> config, MetricsSource source, ExportLog log)
            throws ChangeException {
        try {
            var export = new Export(id, config, config.provider().create(config.options()));
            export.open(source, log);
            return export;
        } catch (IOException refused) {
            throw refusal(refused instanceof BindException ? Reason.BIND : Reason.SYSTEM, id, refused);
        } catch (RuntimeException | LinkageError bug) {
            throw refusal(Reason.PLUGIN, id, bug);
        }
    }

    private void open(MetricsSource source, ExportLog log) throws IOException {
        try {
            exporter.open(source, log);
        } catch (IOException | RuntimeException | LinkageError failure) {
            close();
            throw failure;
        }
    }

    private static ChangeException refusal(Reason reason, String id, Throwable failure) {
        return new ChangeException(reason, "/metrics/exporters/" + id, "metrics exporter %s: %s".formatted(id, failure.getMessage()),
                failure);
    }

    void start() {
        try {
            exporter.start();
        } catch (RuntimeException | LinkageError bug) {
            LOG.error("metrics: exporter {} does not start, by a bug of its plugin", id, bug);
        }
    }

    void close() {
        try {
            exporter.close();
        } catch (RuntimeException | LinkageError bug) {
            LOG.error("metrics: exporter {} does not close, by a bug of its plugin", id, bug);
        }
    }
}
