package io.awe4lb.plugins.metrics.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.ExportLog;
import io.awe4lb.spi.MetricFamily;
import io.awe4lb.spi.MetricFamily.Type;
import io.awe4lb.spi.MetricSample;
import io.awe4lb.spi.MetricsExporter;
import io.awe4lb.spi.MetricsSnapshot;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OtlpExporterTest {

    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final long DEADLINE_SECONDS = 30;

    private final AtomicInteger readings = new AtomicInteger();
    /** What is told: empty for sent. */
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final ExportLog log = new ExportLog() {
        @Override
        public void sent() {
            told.add("");
        }

        @Override
        public void failed(String sentence) {
            told.add(sentence);
        }
    };

    private MetricsSnapshot read() {
        MetricSample sample = new MetricSample.Value(List.of("web"), readings.incrementAndGet());
        return new MetricsSnapshot(Instant.now(), Instant.EPOCH,
                List.of(new MetricFamily("awe4lb_readings", Type.COUNTER, "", "Readings", List.of("pool"), List.of(), List.of(sample))));
    }

    private String heard() throws InterruptedException {
        String sentence = told.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        return sentence == null ? "nothing within the deadline" : sentence;
    }

    private MetricsExporter exporter(Options options) throws IOException {
        MetricsExporter exporter = new OtlpProvider().create(options.with(OtlpProvider.INTERVAL, OFTEN));
        exporter.open(this::read, log);
        return exporter;
    }

    @Test
    void everythingIsSentWithItsHeadersUntilTheEndAndOnceMoreThen() throws Exception {
        try (Collector collector = Collector.open()) {
            MetricsExporter exporter = exporter(Options.defaults().with(OtlpProvider.URL, collector.url())
                    .with(OtlpProvider.HEADERS, Map.of("Authorization", new Secret("Bearer geheim")))
                    .with(OtlpProvider.ATTRIBUTES, Map.of("service.instance.id", "lb1", "site", "north")));
            exporter.start();
            assertEquals("", heard());
            assertEquals("", heard());
            assertTrue(collector.names().containsAll(List.of("awe4lb_readings", "jvm.memory.used", "process.uptime")), collector::toString);
            assertEquals("Bearer geheim", collector.authorization());
            assertEquals(Map.of("service.name", "awe4lb", "service.instance.id", "lb1", "site", "north"),
                    collector.resourceOf("awe4lb_readings"));
            int before = readings.get();
            exporter.close();
            exporter.close();
            assertTrue(readings.get() > before, "once more");
            assertEquals(readings.get(), collector.value("awe4lb_readings"), "the last numbers are there");
        }
    }

    @Test
    void whatIsOnlyOpenSendsNothing() throws Exception {
        try (Collector collector = Collector.open()) {
            MetricsExporter exporter = exporter(Options.defaults().with(OtlpProvider.URL, collector.url()));
            exporter.close();
            assertEquals(0, readings.get());
            assertTrue(collector.names().isEmpty());
        }
    }

    @Test
    void whereNobodyListensItIsToldAndTriedAgain() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port + "/v1/metrics";
        MetricsExporter exporter = exporter(Options.defaults().with(OtlpProvider.URL, url));
        exporter.start();
        assertEquals(url + ": Connection refused: is a collector there?", heard());
        try (Collector collector = Collector.at(port)) {
            while (!heard().isEmpty()) {
                assertFalse(collector.url().isEmpty());
            }
            exporter.close();
        }
    }

    @Test
    void anAnswerThatRefusesIsToldWithoutTheSecret() throws Exception {
        try (Collector collector = Collector.open()) {
            collector.answers(401, "who are\nyou");
            MetricsExporter exporter = exporter(Options.defaults().with(OtlpProvider.URL, collector.url())
                    .with(OtlpProvider.HEADERS, Map.of("Authorization", new Secret("geheim"))));
            exporter.start();
            assertEquals(collector.url() + " answers 401: who are you", heard());
            exporter.close();
        }
    }

    @Test
    void aTargetThatCannotBeIsRefused() {
        for (String url : List.of("collector:4318", "ftp://a/b", "http:///x", "http://user:pass@a/", "not a url")) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> new OtlpProvider().create(Options.defaults().with(OtlpProvider.URL, url))).getMessage();
            assertTrue(message.startsWith("url: ") && !message.contains("pass"), message);
        }
        Options options = Options.defaults().with(OtlpProvider.URL, "http://a/b");
        assertEquals("headers: 'a b' is not the name of a header", assertThrows(IllegalArgumentException.class,
                () -> new OtlpProvider().create(options.with(OtlpProvider.HEADERS, Map.of("a b", new Secret("x"))))).getMessage());
        assertEquals("headers: the value of X has characters that HTTP does not carry", assertThrows(IllegalArgumentException.class,
                () -> new OtlpProvider().create(options.with(OtlpProvider.HEADERS, Map.of("X", new Secret("a\r\nb"))))).getMessage());
    }
}
