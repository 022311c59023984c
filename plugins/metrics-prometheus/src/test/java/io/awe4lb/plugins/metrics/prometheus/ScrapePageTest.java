package io.awe4lb.plugins.metrics.prometheus;

import static io.awe4lb.plugins.metrics.prometheus.Readings.counter;
import static io.awe4lb.plugins.metrics.prometheus.Readings.value;
import static io.awe4lb.plugins.metrics.prometheus.Readings.written;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.MetricsSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ScrapePageTest {

    private static final String PROMETHEUS_2 =
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    private static final String PROMETHEUS_3 =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                    + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    @Test
    void everyTypeHasItsTextFormat() throws IOException {
        try (var page = new ScrapePage(Readings::ofEveryType)) {
            assertEquals("text/plain; version=0.0.4; charset=utf-8", page.contentType(""));
            assertEquals("""
                    # HELP awe4lb_build_info What runs
                    # TYPE awe4lb_build_info gauge
                    awe4lb_build_info{version="1.0"} 1
                    # HELP awe4lb_fd_open Open
                    # TYPE awe4lb_fd_open gauge
                    awe4lb_fd_open 42.0
                    # HELP awe4lb_listener_bytes_total Counts
                    # TYPE awe4lb_listener_bytes_total counter
                    awe4lb_listener_bytes_total{direction="in",listener="web"} 3.0E9
                    awe4lb_listener_bytes_total{direction="out",listener="web"} 7.0
                    # HELP awe4lb_wait_seconds Waits
                    # TYPE awe4lb_wait_seconds histogram
                    awe4lb_wait_seconds_bucket{pool="p",le="5.0E-4"} 2
                    awe4lb_wait_seconds_bucket{pool="p",le="1.0"} 2
                    awe4lb_wait_seconds_bucket{pool="p",le="+Inf"} 5
                    awe4lb_wait_seconds_count{pool="p"} 5
                    awe4lb_wait_seconds_sum{pool="p"} 30.5
                    """, own(written(page, "text/plain")));
        }
    }

    @Test
    void openMetricsIsForWhoTakesIt() throws IOException {
        try (var page = new ScrapePage(Readings::ofEveryType)) {
            assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", page.contentType(PROMETHEUS_2));
            String text = written(page, PROMETHEUS_2);
            assertTrue(text.endsWith("# EOF\n"), text);
            assertTrue(text.contains("# TYPE awe4lb_listener_bytes counter\n# UNIT awe4lb_listener_bytes bytes\n"), text);
            assertTrue(text.contains("# TYPE awe4lb_build info\n"), text);
            assertEquals("text/plain; version=0.0.4; charset=utf-8", page.contentType(PROMETHEUS_3), "the binary format is not there");
        }
    }

    @Test
    void valuesOfLabelsAreEscaped() throws IOException {
        String hostile = "a\"b\\c\nd{}=,é–🦊\u0001";
        MetricsSnapshot read = Readings.of(counter("awe4lb_x", "", List.of("backend"), value(1, hostile)));
        try (var page = new ScrapePage(() -> read)) {
            String line = "awe4lb_x_total{backend=\"a\\\"b\\\\c\\nd{}=,é–🦊\u0001\"} 1.0\n";
            assertTrue(written(page, "").contains(line));
            assertTrue(written(page, PROMETHEUS_2).contains(line));
        }
    }

    @Test
    void halfAPairOfSurrogatesDoesNoHarm() throws IOException {
        MetricsSnapshot read = Readings.of(counter("awe4lb_x", "", List.of("backend"), value(1, "a\ud83e"), value(2, "b")));
        try (var page = new ScrapePage(() -> read)) {
            assertTrue(written(page, "").contains("awe4lb_x_total{backend=\"b\"} 2.0\n"));
        }
    }

    @Test
    void theJvmAndTheProcessAreThere() throws IOException {
        try (var page = new ScrapePage(Readings::ofEveryType)) {
            String text = written(page, "");
            for (String family : List.of("jvm_memory_used_bytes", "jvm_threads_live_threads", "jvm_classes_loaded_classes",
                    "process_cpu_usage",
                    "process_uptime_seconds", "process_files_open_files")) {
                assertTrue(text.contains("# TYPE " + family + " gauge\n"), family + " in " + text);
            }
            assertTrue(text.contains("# TYPE process_cpu_seconds_total counter\n"), text);
            if (Files.exists(Path.of("/proc/self/status"))) {
                assertTrue(text.matches("(?s).*\nprocess_resident_memory_bytes [1-9].*"), text);
            }
        }
    }

    @Test
    void everyReadingIsANewOneAndWhatIsGoneIsGone() throws IOException {
        var now = new AtomicReference<>(Readings.of(counter("awe4lb_x", "", List.of("backend"), value(1, "one"), value(1, "two"))));
        var readings = new AtomicInteger();
        try (var page = new ScrapePage(() -> {
            readings.incrementAndGet();
            return now.get();
        })) {
            assertTrue(written(page, "").contains("backend=\"two\""));
            now.set(Readings.of(counter("awe4lb_x", "", List.of("backend"), value(2, "one"))));
            String text = written(page, "");
            assertTrue(text.contains("awe4lb_x_total{backend=\"one\"} 2.0\n"));
            assertFalse(text.contains("backend=\"two\""));
            assertEquals(2, readings.get());
        }
    }

    @Test
    void aClosedPageSaysSo() {
        var page = new ScrapePage(Readings::ofEveryType);
        page.close();
        page.close();
        assertThrows(IOException.class, () -> written(page, ""));
    }

    /** Without those that tell of the JVM and the process. */
    private static String own(String text) {
        StringBuilder own = new StringBuilder();
        text.lines().filter(line -> line.startsWith("awe4lb_") || line.startsWith("# HELP awe4lb_") || line.startsWith("# TYPE awe4lb_"))
                .forEach(line -> own.append(line).append('\n'));
        return own.toString();
    }
}
