package io.awe4lb.plugins.metrics.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.MetricsExporter;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PageServerTest {

    private static final Address LOOPBACK = new Address.Inet("127.0.0.1", 0);

    private static PrometheusExporter exporter(Address bind) {
        return (PrometheusExporter) new PrometheusProvider().create(Options.defaults().with(PrometheusProvider.BIND, bind));
    }

    private static PrometheusExporter open() throws IOException {
        PrometheusExporter exporter = exporter(LOOPBACK);
        exporter.open(Readings::ofEveryType, Readings.NO_LOG);
        return exporter;
    }

    private static String ask(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request + "\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whoTakesGzipGetsIt() throws IOException {
        try (PrometheusExporter exporter = open()) {
            exporter.start();
            URI page = URI.create("http://127.0.0.1:" + exporter.port().orElseThrow() + "/metrics");
            var connection = (HttpURLConnection) page.toURL().openConnection();
            connection.setRequestProperty("Accept-Encoding", "gzip, deflate");
            assertEquals("gzip", connection.getHeaderField("Content-Encoding"));
            try (var body = new GZIPInputStream(connection.getInputStream())) {
                String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(text.contains("awe4lb_fd_open 42.0\n"), text);
            }
        }
    }

    @Test
    void itAnswersAtItsOnePath() throws IOException {
        try (PrometheusExporter exporter = open()) {
            exporter.start();
            int port = exporter.port().orElseThrow();
            String answer = ask(port, "GET /metrics HTTP/1.1");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(answer.contains("awe4lb_fd_open 42.0\n"), answer);
            assertTrue(answer.contains("text/plain; version=0.0.4"), answer);
            assertTrue(ask(port, "GET /metrics HTTP/1.1\r\nAccept: application/openmetrics-text").contains("# EOF\n"));
            assertTrue(ask(port, "HEAD /metrics HTTP/1.1").endsWith("\r\n\r\n"));
            assertTrue(ask(port, "GET / HTTP/1.1").startsWith("HTTP/1.1 404 "));
            assertTrue(ask(port, "GET /metrics/x HTTP/1.1").startsWith("HTTP/1.1 404 "));
            String refusal = ask(port, "POST /metrics HTTP/1.1\r\nContent-Length: 0");
            assertTrue(refusal.startsWith("HTTP/1.1 405 ") && refusal.contains("GET, HEAD"), refusal);
        }
    }

    @Test
    void anAddressThatIsTakenIsSaidWithWhatToDo() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PrometheusExporter exporter = exporter(new Address.Inet("127.0.0.1", other.getLocalPort()));
            BindException failure =
                    assertThrows(BindException.class, () -> exporter.open(Readings::ofEveryType, Readings.NO_LOG));
            assertEquals("cannot listen at 127.0.0.1:%d: Address already in use: take another address".formatted(other.getLocalPort()),
                    failure.getMessage());
            exporter.close();
        }
    }

    @Test
    void closingGivesTheAddressBackStartedOrNot() throws IOException {
        for (boolean starts : new boolean[] {true, false}) {
            PrometheusExporter exporter = open();
            int port = exporter.port().orElseThrow();
            if (starts) {
                exporter.start();
                ask(port, "GET /metrics HTTP/1.1");
            }
            exporter.close();
            exporter.close();
            try (var again = new ServerSocket()) {
                again.setReuseAddress(true);
                again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                assertEquals(port, again.getLocalPort());
            }
        }
    }

    @Test
    void withoutAnAddressThereIsNoServer() throws IOException {
        try (MetricsExporter exporter = new PrometheusProvider().create(Options.defaults())) {
            exporter.open(Readings::ofEveryType, Readings.NO_LOG);
            exporter.start();
            assertTrue(((PrometheusExporter) exporter).port().isEmpty());
            assertTrue(exporter.page().isPresent());
        }
    }

    @Test
    void aUnixSocketIsRefused() {
        assertEquals("bind: HTTP is not served at a Unix socket: write host:port",
                assertThrows(IllegalArgumentException.class, () -> exporter(new Address.Unix(Path.of("/run/x")))).getMessage());
    }
}
