package io.awe4lb.plugins.metrics.prometheus;

import io.awe4lb.spi.ExportLog;
import io.awe4lb.spi.MetricFamily;
import io.awe4lb.spi.MetricFamily.Type;
import io.awe4lb.spi.MetricSample;
import io.awe4lb.spi.MetricsSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Families of every type, as a kernel would read them. */
final class Readings {

    /** For an exporter that sends nothing. */
    static final ExportLog NO_LOG = new ExportLog() {
        @Override
        public void sent() {
            throw new AssertionError("it sends nothing");
        }

        @Override
        public void failed(String sentence) {
            throw new AssertionError(sentence);
        }
    };

    private Readings() {}

    static MetricsSnapshot of(MetricFamily... families) {
        return new MetricsSnapshot(Instant.now(), Instant.EPOCH, List.of(families));
    }

    static MetricFamily counter(String name, String unit, List<String> labels, MetricSample... samples) {
        return new MetricFamily(name, Type.COUNTER, unit, "Counts", labels, List.of(), List.of(samples));
    }

    static MetricSample value(double value, String... labels) {
        return new MetricSample.Value(List.of(labels), value);
    }

    static MetricsSnapshot ofEveryType() {
        return of(
                new MetricFamily("awe4lb_build", Type.INFO, "", "What runs", List.of("version"), List.of(), List.of(value(1, "1.0"))),
                new MetricFamily("awe4lb_fd_open", Type.GAUGE, "", "Open", List.of(), List.of(), List.of(value(42))),
                counter("awe4lb_listener_bytes", "bytes", List.of("listener", "direction"), value(3e9, "web", "in"),
                        value(7, "web", "out")),
                new MetricFamily("awe4lb_wait_seconds", Type.HISTOGRAM, "seconds", "Waits", List.of("pool"), List.of(0.0005, 1.0),
                        List.of(new MetricSample.Histogram(List.of("p"), new long[] {2, 0, 3}, 30.5))),
                new MetricFamily("awe4lb_nothing", Type.GAUGE, "", "Nothing", List.of("pool"), List.of(), List.of()));
    }

    static String written(ScrapePage page, String accept) throws IOException {
        var body = new ByteArrayOutputStream();
        page.write(page.contentType(accept), body);
        return body.toString(StandardCharsets.UTF_8);
    }
}
