package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Looking at everything changes nothing, and answers as described. */
class ReadTest {

    @TestFactory
    Stream<DynamicTest> everyDocumentIsAsDescribed() {
        return Stream.of("/livez", "/readyz", "/api/v1/info", "/api/v1/session", "/api/v1/config", "/api/v1/config?view=effective",
                "/api/v1/config/revisions", "/api/v1/config/revisions/1", "/api/v1/config/schema", "/api/v1/listeners",
                "/api/v1/listeners/web",
                "/api/v1/pools", "/api/v1/pools/web", "/api/v1/pools/web/backends", "/api/v1/pools/web/backends/new",
                "/api/v1/pools/web/backends/127.0.0.1:1", "/api/v1/pools/web/backends/127.0.0.1:1/admin-state", "/api/v1/connections",
                "/api/v1/plugins", "/api/v1/certificates", "/api/v1/stats", "/api/v1/events", "/api/v1/events?since=0&limit=5")
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    try (Managed managed = Managed.usual()) {
                        managed.client(Managed.VIEWER).get(path).is(200);
                        assertEquals(1, managed.revision());
                    }
                }));
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
