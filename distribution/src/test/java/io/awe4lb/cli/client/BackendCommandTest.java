package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class BackendCommandTest extends ClientTest {

    private final ObjectMapper mapper = new ObjectMapper();

    private static ObjectNode draining(int active) {
        return Contract.WRITTEN.example("AdminStateOfBackend").put("active", active);
    }

    private JsonNode sent() throws Exception {
        return mapper.readTree(server().asked().getFirst().body());
    }

    @Test
    void aDrainIsInForceAtOnce() throws Exception {
        server().on("PUT " + ADMIN_STATE, draining(12));
        typed("backend", "drain", "web", "10.0.0.2:80", "--comment", "kernel update").endsWith(0)
                .printed("pool web, backend 10.0.0.2:80: drain since 2026-03-01T12:00:00Z by ops: kernel update (12 connections)\n");
        assertEquals(mapper.readTree("{\"state\": \"drain\", \"reason\": \"kernel update\"}"), sent());
        assertEquals("*", server().last().header("If-match"));
    }

    @Test
    void aDrainThatWaitsSaysTheFallingCount() {
        server().on("PUT " + ADMIN_STATE, draining(12))
                .on("GET " + ADMIN_STATE, draining(3))
                .on("GET " + ADMIN_STATE, draining(3))
                .on("GET " + ADMIN_STATE, draining(1))
                .on("GET " + ADMIN_STATE, draining(0));
        String err = typed("backend", "drain", "web", "10.0.0.2:80", "--wait").endsWith(0).err();
        assertEquals("3 connections left\n1 connection left\nno connection left\n", err);
    }

    @Test
    void aDrainWithoutConnectionsHasNothingToWaitFor() {
        server().on("PUT " + ADMIN_STATE, draining(0));
        typed("backend", "drain", "web", "10.0.0.2:80", "--wait").endsWith(0).complains("no connection left");
        assertEquals(1, server().asked().size());
    }

    @Test
    void aDrainWhoseTimeIsOverFails() throws Exception {
        server().on("PUT " + ADMIN_STATE, draining(2)).on("GET " + ADMIN_STATE, draining(2));
        typed("backend", "drain", "web", "10.0.0.2:80", "--wait", "--timeout", "200ms").endsWith(1)
                .complains("2 connections left when the time was over").complains("'awe4lb connections list'");
        assertEquals(mapper.readTree("{\"state\": \"drain\", \"timeout\": \"200ms\", \"onTimeout\": \"keep\"}"), sent());
    }

    @Test
    void aDrainThatIsToCloseWaitsALittleLonger() throws Exception {
        server().on("PUT " + ADMIN_STATE, draining(2)).on("GET " + ADMIN_STATE, draining(2)).on("GET " + ADMIN_STATE, draining(0));
        typed("backend", "drain", "web", "10.0.0.2:80", "--wait", "--timeout", "1ms", "--on-timeout", "close").endsWith(0);
        assertEquals("close", sent().path("onTimeout").asText());
    }

    @Test
    void aDrainThatSomebodyTakesBackIsNoLongerWaitedFor() {
        server().on("PUT " + ADMIN_STATE, draining(2)).on("GET " + ADMIN_STATE, draining(2).put("state", "ready").put("who", "anna"));
        typed("backend", "drain", "web", "10.0.0.2:80", "--wait").endsWith(1)
                .complains("no longer waited for: pool web, backend 10.0.0.2:80 is now ready since 2026-03-01T12:00:00Z by anna");
    }

    @Test
    void aBackendThatIsRemovedMeanwhileIsSaid() {
        server().on("PUT " + ADMIN_STATE, draining(2)).refuse("GET " + ADMIN_STATE, "NotFound");
        typed("backend", "drain", "web", "10.0.0.2:80", "--wait").endsWith(1).complains("there is no backend");
    }

    @Test
    void scriptsGetTheLastState() throws Exception {
        server().on("PUT " + ADMIN_STATE, draining(2)).on("GET " + ADMIN_STATE, draining(0));
        String out = typed("backend", "drain", "web", "10.0.0.2:80", "--wait", "-o", "json").endsWith(0).out();
        assertEquals(draining(0), mapper.readTree(out));
    }

    @Test
    void aDryRunWaitsForNothing() {
        server().on("PUT " + ADMIN_STATE, draining(2));
        typed("backend", "drain", "web", "10.0.0.2:80", "--wait", "--dry-run").endsWith(0).says("dry run: pool web");
        assertEquals("dryRun=true", server().last().uri().getQuery());
    }

    @Test
    void aBackendIsTakenBack() throws Exception {
        server().on("PUT " + ADMIN_STATE, draining(2).put("state", "ready").put("reason", ""));
        typed("backend", "ready", "web", "10.0.0.2:80").endsWith(0)
                .printed("pool web, backend 10.0.0.2:80: ready since 2026-03-01T12:00:00Z by ops\n");
        assertEquals(mapper.readTree("{\"state\": \"ready\"}"), sent());
    }

    @Test
    void maintIsAStateOfItsOwn() throws Exception {
        server().on("PUT " + ADMIN_STATE, draining(0).put("state", "maint"));
        typed("backend", "maint", "web", "10.0.0.2:80").endsWith(0).says("maint since");
        assertEquals("maint", sent().path("state").asText());
    }

    @Test
    void aBackendCanBeAFileInADirectory() {
        String path = "/api/v1/pools/web/backends/unix%3A%2Frun%2Fa%20b.sock/admin-state";
        server().on("PUT " + path, draining(0));
        typed("backend", "drain", "web", "unix:/run/a b.sock").endsWith(0);
        assertEquals(path, server().last().uri().getRawPath());
    }

    @Test
    void aWeightIsChangedAndTakenBack() throws Exception {
        server().on("PATCH " + BACKEND, Contract.WRITTEN.example("Backend"));
        typed("backend", "weight", "web", "10.0.0.2:80", "5").endsWith(0)
                .printed("pool web, backend 10.0.0.2:80: weight 5 (configured: 1)\n");
        assertEquals(mapper.readTree("{\"weight\": 5}"), sent());
        typed("backend", "weight", "web", "10.0.0.2:80", "configured").endsWith(0);
        assertEquals("{\"weight\":null}", server().last().body());
    }

    @Test
    void aBackendIsCheckedNow() {
        server().on("POST " + BACKEND + "/check", Contract.WRITTEN.example("Check"));
        typed("backend", "check", "web", "10.0.0.2:80").endsWith(1).printed("""
                BACKEND      RESULT  MS  HEALTH  SERVES  FOUND
                10.0.0.2:80  failed  1   up      yes     connect_refused: connection refused
                """);
    }

    @Test
    void aWholePoolIsCheckedNow() throws Exception {
        ObjectNode passed = Contract.WRITTEN.example("Check").put("result", "passed").put("detail", "connected in 1 ms");
        passed.remove("code");
        server().on("POST /api/v1/pools/web/check", mapper.createArrayNode().add(passed));
        typed("backend", "check", "web").endsWith(0).says("10.0.0.2:80  passed  1   up      yes     connected in 1 ms");
        String out = typed("backend", "check", "web", "-o", "json").endsWith(0).out();
        assertEquals("passed", mapper.readTree(out).at("/0/result").asText());
    }

    @Test
    void whatIsNotCheckedIsSaid() {
        server().refuse("POST " + BACKEND + "/check", "Conflict");
        typed("backend", "check", "web", "10.0.0.2:80").endsWith(1);
    }

    @Test
    void whatIsNoWeightIsNotSent() {
        for (String wrong : new String[] {"heavy", "65536", "1.5"}) {
            typed("backend", "weight", "web", "10.0.0.2:80", wrong).endsWith(2)
                    .complains("'" + wrong + "' is no weight: write 0 to 65535, or configured");
        }
        assertTrue(server().asked().isEmpty());
    }

    @Test
    void whatMakesNoSenseIsNotSent() {
        typed("backend", "drain", "web").endsWith(2).complains("BACKEND");
        typed("backend", "drain", "web", "b", "--timeout", "5").endsWith(2).complains("'5' is no time: write for example 30s, 5m or 1h30m");
        typed("backend", "drain", "web", "b", "--on-timeout", "close").endsWith(2).complains("--on-timeout needs --timeout");
        typed("backend", "drain", "web", "b", "--on-timeout", "kill", "--timeout", "5s").endsWith(2)
                .complains("'kill' is not known: write keep or close");
        assertTrue(server().asked().isEmpty());
    }
}
