package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionsCommandTest extends ClientTest {

    private static final StubServer.Said NO_CONTENT = new StubServer.Said(204, "application/json", "", Map.of());

    private final ObjectMapper mapper = new ObjectMapper();

    private ObjectNode one(int total) {
        ObjectNode found = mapper.createObjectNode().put("total", total);
        found.putArray("connections").add(Contract.WRITTEN.example("Connection"));
        return found;
    }

    @Test
    void connectionsAreATable() {
        server().on("GET /api/v1/connections", one(1));
        typed("connections", "list").endsWith(0).printed("""
                ID  PROTOCOL  CLIENT          LISTENER  POOL  BACKEND      PHASE     AGE   IN   OUT
                81  tcp       10.1.2.3:50412  web       web   10.0.0.2:80  relaying  1m1s  812  88.2 KiB
                """);
        assertEquals("/api/v1/connections", server().last().uri().toString());
    }

    @Test
    void aClientBehindAProxyIsShownWithIt() {
        ObjectNode found = one(1);
        ((ObjectNode) found.at("/connections/0")).put("source", "10.0.0.9:40112").put("client", "203.0.113.7:50412");
        server().on("GET /api/v1/connections", found);
        typed("connections", "list").endsWith(0).says("203.0.113.7:50412 via 10.0.0.9:40112");
    }

    @Test
    void aListThatIsCutSaysSo() {
        server().on("GET /api/v1/connections", one(48_211));
        typed("connections", "list", "--limit", "1").endsWith(0).says("1 of 48211: --limit lists more, a filter fewer\n");
        assertEquals("limit=1", server().last().uri().getQuery());
    }

    @Test
    void filtersAreSentAsTheyAre() {
        server().on("GET /api/v1/connections", one(1));
        typed("connections", "list", "--listener", "web", "--pool", "p", "--backend", "[::1]:80", "--source", "10.1.0.0/16").endsWith(0);
        assertEquals("listener=web&pool=p&backend=[::1]:80&source=10.1.0.0/16", server().last().uri().getQuery());
    }

    @Test
    void scriptsGetWhatTheServerSays() throws Exception {
        server().on("GET /api/v1/connections", one(1));
        assertEquals(one(1), mapper.readTree(typed("connections", "list", "-o", "json").endsWith(0).out()));
    }

    @Test
    void connectionsAreClosedByAFilter() {
        server().on("DELETE /api/v1/connections", mapper.createObjectNode().put("closed", 3).put("dryRun", false));
        typed("connections", "close", "--source", "10.1.2.3").endsWith(0).printed("3 connections closed\n");
        assertEquals("source=10.1.2.3", server().last().uri().getQuery());
    }

    @Test
    void aDryRunClosesNone() {
        server().on("DELETE /api/v1/connections", mapper.createObjectNode().put("closed", 1).put("dryRun", true));
        typed("connections", "close", "--pool", "web", "--dry-run").endsWith(0).printed("1 connection would be closed\n");
        assertEquals("pool=web&dryRun=true", server().last().uri().getQuery());
    }

    @Test
    void aConnectionThatHasEndedMeanwhileIsNoError() {
        server().on("DELETE /api/v1/connections/81", NO_CONTENT).refuse("DELETE /api/v1/connections/82", "NotFound");
        typed("connections", "close", "81", "82").endsWith(0).printed("1 connection closed\n");
    }

    @Test
    void allConnectionsAreNeverMeant() {
        typed("connections", "close").endsWith(2).complains("which connections? Give ids or a filter");
        typed("connections", "close", "81", "--pool", "web").endsWith(2).complains("ids and filters exclude each other");
        assertTrue(server().asked().isEmpty());
    }

    @Test
    void whoMayNotCloseIsToldWhichRoleIsNeeded() {
        server().refuse("DELETE /api/v1/connections/81", "Forbidden");
        typed("connections", "close", "81").endsWith(1).complains("this needs the role operator; the token 'grafana' has the role viewer")
                .complains("'role' in 'admin.auth.tokens'");
    }
}
