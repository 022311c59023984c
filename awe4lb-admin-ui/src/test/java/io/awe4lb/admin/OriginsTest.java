package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where each value that is in force comes from. */
class OriginsTest {

    private static final String CONFIG = """
            defaults: {timeouts: {idle: 7m}}
            listeners:
              web: {bind: "127.0.0.1:0", pool: web, timeouts: {connect: 3s}, routes: [{alpn: h2, pool: web}]}
            pools:
              web:
                strategy: "${UNSET:-round-robin}"
                backends: ["127.0.0.1:1", {address: "127.0.0.1:2", name: b}]
            """ + Managed.ADMIN_SECTION;

    private static String origin(JsonNode row) {
        StringBuilder text = new StringBuilder(row.path("value").asText() + " " + row.path("from").asText());
        for (String key : new String[] {"line", "written", "who", "discovery"}) {
            text.append(row.has(key) ? " " + row.path(key).asText() : "");
        }
        return text.toString();
    }

    @Test
    void eachValueSaysWhoHasSaidIt() throws Exception {
        try (Managed managed = Managed.serving(CONFIG)) {
            Client operator = managed.client(Managed.OPERATOR);
            String b = "/api/v1/pools/web/backends/b";
            operator.send("PATCH", b, "{\"weight\": 5}", "If-Match", "*", "Content-Type", "application/merge-patch+json").is(200);
            operator.put(b + "/admin-state", "{\"state\": \"drain\"}", "If-Match", "*").is(200);
            Map<String, String> origins = new TreeMap<>();
            managed.client(Managed.VIEWER).get("/api/v1/config?view=origins").is(200).json()
                    .forEach(row -> {
                        origins.put(row.path("pointer").asText(), origin(row));
                        origins.put(row.path("pointer").asText() + " since", row.path("since").asText());
                    });
            assertEquals("7m configuration 1", origins.get("/listeners/web/timeouts/idle"));
            assertEquals("3s configuration 3", origins.get("/listeners/web/timeouts/connect"));
            assertEquals("10s default", origins.get("/listeners/web/timeouts/handshake"));
            assertEquals("127.0.0.1:0 configuration 3", origins.get("/listeners/web/bind/0"));
            assertEquals("h2 configuration 3", origins.get("/listeners/web/routes/0/alpn/0"));
            assertEquals("round-robin configuration 6 ${UNSET:-round-robin}", origins.get("/pools/web/strategy/type"));
            assertEquals("127.0.0.1:1 configuration 7", origins.get("/pools/web/backends/0/address"));
            assertEquals("1 default", origins.get("/pools/web/backends/1/weight"));
            assertEquals("127.0.0.1:2 discovery static", origins.get("/pools/web/discovered/1/address"));
            assertEquals("5 override olaf", origins.get("/pools/web/discovered/1/weight"));
            assertEquals("drain override olaf", origins.get("/pools/web/discovered/1/adminState"));
            assertTrue(origins.get("/pools/web/discovered/1/weight since").startsWith("20"));
            assertEquals("1 discovery static", origins.get("/pools/web/discovered/0/weight"));
            assertEquals("ready default", origins.get("/pools/web/discovered/0/adminState"));
            assertEquals("******** configuration 12", origins.get("/admin/auth/tokens/ann/token"));
        }
    }
}
