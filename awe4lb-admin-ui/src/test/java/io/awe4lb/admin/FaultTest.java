package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.listener.Faults;
import io.awe4lb.kernel.stats.EventType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Somebody wants connections to fail. */
class FaultTest {

    private static final String CONFIG = Managed.ADMIN_SECTION + """
            listeners:
              web: {bind: "127.0.0.1:0", pool: web}
              dns: {bind: "127.0.0.1:0", protocol: udp, pool: web}
            pools:
              web: {backends: ["127.0.0.1:1"]}
            """;
    private static final String FAULT = "/api/v1/listeners/web/fault";

    private static Managed managed;

    @BeforeAll
    static void serve() throws Exception {
        managed = Managed.serving(CONFIG);
    }

    @AfterAll
    static void end() throws Exception {
        managed.close();
    }

    @AfterEach
    void noFault() throws Exception {
        managed.admin().delete(FAULT, "If-Match", "*").is(200);
    }

    private static Faults faults() {
        return managed.running().balancer().listeners().stream().filter(listener -> listener.id().equals("web")).findFirst().orElseThrow()
                .faults();
    }

    private static Answer put(String body) throws Exception {
        return managed.admin().put(FAULT, body, "If-Match", "*");
    }

    @Test
    void aFaultIsSetShownAndTakenBackAndEverybodyIsTold() throws Exception {
        String before = managed.admin().get(FAULT).is(200).tag();
        assertEquals("{}", managed.admin().get(FAULT).is(200).json().toString());
        Answer set = managed.admin().put(FAULT,
                "{\"percent\": 10, \"latency\": \"1500ms\", \"jitter\": \"500ms\", \"limitData\": 5000, \"duration\": \"10m\"}", "If-Match",
                before).is(200);
        assertEquals("10 1500ms 500ms 5000 ann", "%s %s %s %s %s".formatted(set.json().path("percent").asText(),
                set.json().path("latency").asText(), set.json().path("jitter").asText(), set.json().path("limitData").asText(),
                set.json().path("who").asText()));
        Instant until = Instant.parse(set.json().path("until").asText());
        assertTrue(until.isAfter(Instant.now().plusSeconds(500)) && until.isBefore(Instant.now().plusSeconds(601)), until::toString);
        assertTrue(faults().at(Instant.now()).isPresent());
        assertEquals(set.json(), managed.admin().get("/api/v1/listeners/web").is(200).json().path("fault"));
        managed.admin().delete(FAULT, "If-Match", before).isProblem(412, "changed-meanwhile");
        assertEquals("{}", managed.admin().delete(FAULT, "If-Match", set.tag()).is(200).json().toString());
        assertTrue(faults().at(Instant.now()).isEmpty());
        assertFalse(managed.admin().get("/api/v1/listeners").is(200).json().path(0).has("fault"));
        managed.admin().delete(FAULT, "If-Match", "*").is(200); // nothing is taken back, and nothing told
        List<String> told = told();
        assertEquals("ann: 10 %% of new connections have a fault until %s: latency 1500ms ± 500ms, closed after 5000 bytes to the client"
                .formatted(until), told.get(told.size() - 2));
        assertEquals("ann: connections have no fault any more", told.getLast());
    }

    private static List<String> told() {
        return managed.running().balancer().events().latest(100).stream().filter(event -> event.type() == EventType.FAULT)
                .map(event -> event.who() + ": " + event.message()).toList();
    }

    @Test
    void whenItsTimeIsOverThatIsTold() throws Exception {
        put("{\"blackhole\": true, \"duration\": \"1ms\"}").is(200);
        Eventually.is(": its time is over: connections have no fault any more", () -> told().getLast(), "what was told last");
    }

    @Test
    void aMisspeltKeyIsOneMistakeAndNotTwo() throws Exception {
        assertEquals(1, put("{\"latncy\": \"5ms\", \"duration\": \"1m\"}").isProblem(422, "invalid-body").json().path("errors").size());
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        managed.admin().put(FAULT + "?dryRun=true", "{\"blackhole\": true, \"duration\": \"1m\"}", "If-Match", "*").is(200);
        assertTrue(faults().at(Instant.now()).isEmpty());
    }

    @Test
    void onlyAnAdminMay() throws Exception {
        managed.client(Managed.OPERATOR).put(FAULT, "{\"blackhole\": true, \"duration\": \"1m\"}", "If-Match", "*")
                .isProblem(403, "role-missing");
        managed.client(Managed.OPERATOR).delete(FAULT, "If-Match", "*").isProblem(403, "role-missing");
        managed.client(Managed.VIEWER).get(FAULT).is(200);
        managed.nobody().get(FAULT).isProblem(401, "no-token");
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        for (String body : new String[] {"{}", "{\"duration\": \"1m\"}", "{\"blackhole\": true}",
            "{\"blackhole\": 1, \"duration\": \"1m\"}",
            "{\"blackhole\": true, \"duration\": \"25h\"}", "{\"blackhole\": true, \"duration\": \"0s\"}",
            "{\"blackhole\": true, \"duration\": 60}", "{\"latency\": \"2m\", \"duration\": \"1m\"}",
            "{\"latency\": \"1s\", \"jitter\": \"2s\", \"duration\": \"1m\"}", "{\"jitter\": \"2s\", \"duration\": \"1m\"}",
            "{\"percent\": 0, \"blackhole\": true, \"duration\": \"1m\"}", "{\"percent\": 101, \"blackhole\": true, \"duration\": \"1m\"}",
            "{\"bandwidth\": \"1MiB\", \"duration\": \"1m\"}", "{\"bandwidth\": 0, \"duration\": \"1m\"}",
            "{\"limitData\": 1.5, \"duration\": \"1m\"}", "{\"blackhole\": true, \"duration\": \"1m\", \"loss\": 5}"}) {
            put(body).isProblem(422, "invalid-body");
        }
        assertTrue(faults().at(Instant.now()).isEmpty());
        managed.admin().put(FAULT, "{\"blackhole\": true, \"duration\": \"1m\"}").isProblem(428, "precondition-required");
        managed.admin().put("/api/v1/listeners/dns/fault", "{\"blackhole\": true, \"duration\": \"1m\"}", "If-Match", "*")
                .isProblem(409, "change-refused");
        managed.admin().put("/api/v1/listeners/none/fault", "{\"blackhole\": true, \"duration\": \"1m\"}", "If-Match", "*")
                .isProblem(404, "not-found");
    }
}
