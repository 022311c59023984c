package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Looking at everything changes nothing, and answers as described. */
class ReadTest {

    @TestFactory
    Stream<DynamicTest> everyDocumentIsAsDescribed() {
        return Stream
                .of("/livez", "/readyz", "/api/v1/info", "/api/v1/session", "/api/v1/config", "/api/v1/config?view=effective",
                        "/api/v1/config?view=origins",
                        "/api/v1/config/revisions", "/api/v1/config/revisions/1", "/api/v1/config/schema", "/api/v1/listeners",
                        "/api/v1/listeners/web",
                        "/api/v1/pools", "/api/v1/pools/web", "/api/v1/pools/web/backends", "/api/v1/pools/web/backends/new",
                        "/api/v1/pools/web/backends/127.0.0.1:1", "/api/v1/pools/web/backends/new/checks", "/api/v1/listeners/web/route",
                        "/api/v1/pools/web/backends/127.0.0.1:1/admin-state", "/api/v1/connections",
                        "/api/v1/log/levels", "/api/v1/log/levels/root",
                        "/api/v1/plugins", "/api/v1/certificates", "/api/v1/stats", "/api/v1/stats/rates", "/api/v1/events",
                        "/api/v1/events?since=0&limit=5")
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    try (Managed managed = Managed.usual()) {
                        managed.client(Managed.VIEWER).get(path).is(200);
                        assertEquals(1, managed.revision());
                    }
                }));
    }

    @Test
    void aHeadIsAGetWithoutItsBody() throws Exception {
        try (Managed managed = Managed.usual(); Raw raw = managed.raw()) {
            raw.sends("HEAD /api/v1/config HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + Managed.VIEWER
                    + "\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK", raw.line());
            String rest = raw.rest();
            assertTrue(rest.contains("ETag: \"rev-1-") && rest.endsWith("\r\n\r\n"), rest);
        }
    }

    @Test
    void whoHasTheVersionInForceGetsNoBody() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client viewer = managed.client(Managed.VIEWER);
            for (String path : List.of("/api/v1/config", "/api/v1/config/revisions/1", "/api/v1/listeners/web", "/api/v1/pools/web",
                    "/api/v1/pools/web/backends/new", "/api/v1/pools/web/backends/new/admin-state")) {
                String tag = viewer.get(path).is(200).tag();
                Answer unchanged = viewer.get(path, "If-None-Match", "\"other\", " + tag).is(304);
                assertEquals(" " + tag, unchanged.body() + " " + unchanged.tag());
                viewer.get(path, "If-None-Match", "\"other\"").is(200);
            }
        }
    }

    @Test
    void aProbeMayAddWhatNoCacheKnows() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.nobody().get("/livez?x=1").is(200);
            managed.nobody().get("/readyz?x=1&x=2").is(200);
            managed.admin().get("/api/v1/info?x=1").isProblem(400, "bad-parameter");
        }
    }

    @Test
    void whatStopsIsNotReady() throws Exception {
        try (Managed managed = Managed.serving(Managed.CONFIG + "shutdown: {delay: 20s}\n")) {
            var stopping = CompletableFuture.runAsync(managed.running().balancer()::stop);
            Eventually.is(503, () -> ready(managed), "the status while it stops");
            assertTrue(managed.nobody().get("/readyz").is(503).body().contains("the process is stopping"));
            managed.nobody().get("/livez").is(200);
            managed.running().balancer().stopNow();
            stopping.get(10, TimeUnit.SECONDS);
        }
    }

    private static int ready(Managed managed) {
        try {
            return managed.nobody().get("/readyz").status();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void theTextIsShownAsItWasSubmitted() throws Exception {
        try (Managed managed = Managed.usual()) {
            String text = managed.admin().get("/api/v1/config", "Accept", "application/yaml").is(200).body();
            assertTrue(text.contains("# the shop\n"), text);
            assertTrue(text.contains("- \"127.0.0.1:1\"          # the old one\n"), text);
        }
    }
}
