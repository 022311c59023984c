package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.cli.Typed;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusCommandTest extends ClientTest {

    private final ObjectMapper mapper = new ObjectMapper();

    private void serving(boolean ready) {
        ObjectNode pool = Contract.WRITTEN.example("Pool");
        pool.withArray("backends").add(Contract.WRITTEN.example("Backend"));
        ObjectNode info = Contract.WRITTEN.example("Info").put("ready", ready);
        ObjectNode readiness = mapper.createObjectNode().put("ready", ready);
        ArrayNode reasons = readiness.putArray("reasons");
        if (!ready) {
            reasons.add("the process is stopping");
        }
        server().on("GET /api/v1/info", info)
                .on("GET /readyz", new StubServer.Said(ready ? 200 : 503, "application/json", readiness.toString(), Map.of()))
                .on("GET /api/v1/listeners", mapper.createArrayNode().add(Contract.WRITTEN.example("Listener")))
                .on("GET /api/v1/pools", mapper.createArrayNode().add(pool));
    }

    @Test
    void theStatusIsAPageForPeople() {
        serving(true);
        typed("status").endsWith(0).printed("""
                awe4lb 0.1.0 on lb1, up 1h0m, revision 7, transport linux, ready

                LISTENER  PROTOCOL  STATE      ADDRESSES       POOL  ACTIVE  ACCEPTED  IN   OUT
                web       tcp       listening  127.0.0.1:8080  web   12      4003      812  88.2 KiB

                POOL  BACKEND      STATE  HEALTH         SERVES  WEIGHT             ACTIVE  CONNECTIONS  IN    OUT
                web   10.0.0.1:80  ready  down, ejected  no      1                  0       10           1000  8.8 KiB
                web   10.0.0.2:80  drain  up             no      5 (configured: 1)  12      4000         1000  8.8 KiB

                pool web, backend 10.0.0.1:80: down since 2026-03-01T11:30:00Z: connection refused
                pool web, backend 10.0.0.2:80: drain since 2026-03-01T12:00:00Z by ops: kernel update
                """);
    }

    @Test
    void whatIsNotReadySaysWhy() {
        serving(false);
        typed("status").endsWith(0).says("not ready\nnot ready: the process is stopping\n");
    }

    @Test
    void scriptsGetAllOfItAsOneDocument() throws Exception {
        serving(true);
        Typed status = typed("status", "-o", "json").endsWith(0);
        JsonNode document = mapper.readTree(status.out());
        assertEquals(7, document.at("/info/revision").asInt());
        assertEquals("web", document.at("/listeners/0/id").asText());
        assertEquals("drain", document.at("/pools/0/backends/1/adminState/state").asText());
        assertEquals(true, document.at("/readiness/ready").asBoolean());
    }

    @Test
    void whatSomebodyElseWroteMovesNoCursor() {
        serving(true);
        ObjectNode pool = Contract.WRITTEN.example("Pool");
        ObjectNode backend = Contract.WRITTEN.example("Backend");
        backend.withObject("adminState").put("reason", "\u001b[2Jgone\r\nweb");
        pool.withArray("backends").removeAll().add(backend);
        server().on("GET /api/v1/pools", mapper.createArrayNode().add(pool));
        typed("status").endsWith(0); // the first answer, as prepared
        typed("status").endsWith(0).says("by ops:  [2Jgone  web\n").hides("\u001b");
    }

    @Test
    void aPanicAndASlowStartAreSaid() {
        ObjectNode pool = Contract.WRITTEN.example("Pool").put("panic", true);
        pool.withArray("backends").add(Contract.WRITTEN.example("Backend").put("share", 0.35));
        server().on("GET /api/v1/info", Contract.WRITTEN.example("Info"))
                .on("GET /readyz", mapper.createObjectNode().put("ready", true).set("reasons", mapper.createArrayNode()))
                .on("GET /api/v1/listeners", mapper.createArrayNode())
                .on("GET /api/v1/pools", mapper.createArrayNode().add(pool));
        typed("status").endsWith(0).says("pool web: panic: so few backends are healthy that all are used\n")
                .says("up, slow start at 35 %");
    }

    @Test
    void aSourceThatFailsIsSaidToDoSo() {
        ObjectNode pool = Contract.WRITTEN.example("Pool").put("discoveryFailure", "http://127.0.0.1:8500/v1 answers 503");
        server().on("GET /api/v1/info", Contract.WRITTEN.example("Info"))
                .on("GET /readyz", mapper.createObjectNode().put("ready", true).set("reasons", mapper.createArrayNode()))
                .on("GET /api/v1/listeners", mapper.createArrayNode())
                .on("GET /api/v1/pools", mapper.createArrayNode().add(pool));
        typed("status").endsWith(0).says("pool web: discovery fails: http://127.0.0.1:8500/v1 answers 503\n");
    }

    @Test
    void aPoolWithoutBackendsIsListedToo() {
        server().on("GET /api/v1/info", Contract.WRITTEN.example("Info"))
                .on("GET /readyz", mapper.createObjectNode().put("ready", true).set("reasons", mapper.createArrayNode()))
                .on("GET /api/v1/listeners", mapper.createArrayNode())
                .on("GET /api/v1/pools", mapper.createArrayNode().add(withoutBackends()));
        typed("status").endsWith(0).says("\nweb   -        -      -       -       -       -       -            -   -\n")
                .says("pool web: it has no backends, so that clients are refused\n");
    }

    private static ObjectNode withoutBackends() {
        ObjectNode pool = Contract.WRITTEN.example("Pool");
        pool.withArray("backends").removeAll();
        return pool;
    }
}
