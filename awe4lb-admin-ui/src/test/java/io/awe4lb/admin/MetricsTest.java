package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.MetricsPage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String PUBLIC = Managed.CONFIG + "metrics: {public: true}\n";

    /** Says what it was asked for. */
    private static final MetricsPage PAGE = new MetricsPage() {
        @Override
        public String contentType(String accept) {
            return accept.contains("openmetrics") ? OPEN_METRICS : TEXT;
        }

        @Override
        public void write(String contentType, OutputStream body) throws IOException {
            body.write(("# as " + contentType + "\n").getBytes(StandardCharsets.UTF_8));
        }
    };

    @Test
    void theyAreReadWithATokenOfAViewer() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.page(PAGE);
            Answer answer = managed.client(Managed.VIEWER).get("/metrics").is(200);
            assertEquals("# as " + TEXT + "\n", answer.body());
            assertEquals(TEXT, answer.header("content-type").orElseThrow());
            managed.nobody().get("/metrics").is(401);
            managed.client("somebody").get("/metrics").is(401);
        }
    }

    @Test
    void whoAsksForOpenMetricsGetsThem() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.page(PAGE);
            Answer answer = managed.client(Managed.VIEWER)
                    .get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5").is(200);
            assertEquals(OPEN_METRICS, answer.header("content-type").orElseThrow());
        }
    }

    @Test
    void publicOnesNeedNoTokenFromTheMomentThatItIsInForce() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.page(PAGE);
            managed.nobody().get("/metrics").is(401);
            managed.admin().putYaml("/api/v1/config", PUBLIC, "If-Match", "*").is(200);
            managed.nobody().get("/metrics").is(200);
            managed.nobody().get("/api/v1/stats").is(401);
            managed.admin().putYaml("/api/v1/config", Managed.CONFIG, "If-Match", "*").is(200);
            managed.nobody().get("/metrics").is(401);
        }
    }

    @Test
    void publicOnesAreNotForPagesOfOtherOrigins() throws Exception {
        try (Managed managed = Managed.serving(PUBLIC)) {
            managed.page(PAGE);
            managed.nobody().get("/metrics", "Origin", "https://evil.example").is(403);
        }
    }

    @Test
    void whoTakesGzipGetsItAndWhoRefusesItDoesNot() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.page(PAGE);
            Client viewer = managed.client(Managed.VIEWER);
            Answer compressed = viewer.get("/metrics", "Accept-Encoding", "deflate, gzip;q=0.8").is(200);
            assertEquals("gzip", compressed.header("content-encoding").orElseThrow());
            Answer plain = viewer.get("/metrics", "Accept-Encoding", "gzip;q=0, deflate").is(200);
            assertEquals("# as " + TEXT + "\n", plain.body());
        }
    }

    @Test
    void anExporterThatIsMissingIsNamedWithTheReason() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.missing("metrics exporter p: the address is in use");
            Answer answer = managed.client(Managed.VIEWER).get("/metrics").is(404);
            assertTrue(answer.body().contains("metrics exporter p: the address is in use"), answer::body);
        }
    }

    @Test
    void withoutAnExporterTheAnswerSaysWhereToLook() throws Exception {
        try (Managed managed = Managed.usual()) {
            Answer answer = managed.client(Managed.VIEWER).get("/metrics").is(404);
            assertTrue(answer.body().contains("awe4lb plugins"), answer::body);
        }
    }
}
