package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an operator says of a backend while it serves, and of connections. */
class OverrideTest {

    private static final String NEW = "/api/v1/pools/web/backends/new";
    private static final String STATE = NEW + "/admin-state";

    @Test
    void aWeightIsOverriddenAndGivenBack() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client operator = managed.client(Managed.OPERATOR);
            String tag = operator.get(NEW).tag();
            Answer heavier = operator.patch(NEW, "{\"weight\": 9}", "If-Match", tag).is(200);
            assertEquals("9 3", heavier.json().path("weight").asText() + " " + heavier.json().path("configuredWeight").asText());
            assertEquals("olaf", heavier.json().at("/weightOverride/who").asText());
            assertFalse(Instant.parse(heavier.json().at("/weightOverride/since").asText()).isAfter(Instant.now()));
            operator.patch(NEW, "{\"weight\": 1}", "If-Match", tag).isProblem(412, "changed-meanwhile");
            operator.patch(NEW + "?dryRun=true", "{\"weight\": 1}", "If-Match", heavier.tag()).is(200);
            assertEquals(9, operator.get(NEW).json().path("weight").asInt());
            operator.patch(NEW, "{\"weight\": null}", "If-Match", heavier.tag()).is(200);
            Answer light = operator.get(NEW);
            assertEquals(3, light.json().path("weight").asInt());
            assertFalse(light.json().has("weightOverride"), light.body());
            assertEquals(1, managed.revision());
        }
    }

    @Test
    void anAdminStateIsInForceWhenItIsAnswered() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client operator = managed.client(Managed.OPERATOR);
            String tag = operator.get(STATE).tag();
            Answer drained = operator.put(STATE, "{\"state\": \"drain\", \"reason\": \"kernel\"}", "If-Match", tag).is(200);
            assertEquals("drain kernel olaf", drained.json().path("state").asText() + " " + drained.json().path("reason").asText() + " "
                    + drained.json().path("who").asText());
            assertEquals("drain", operator.get(NEW).json().at("/adminState/state").asText());
            operator.put(STATE, "{\"state\": \"ready\"}", "If-Match", tag).isProblem(412, "changed-meanwhile");
            operator.put(STATE, "{\"state\": \"ready\"}").isProblem(428, "precondition-required");
            operator.put(STATE + "?dryRun=true", "{\"state\": \"ready\"}", "If-Match", drained.tag()).is(200);
            assertEquals("drain", operator.get(STATE).json().path("state").asText());
        }
    }

    @Test
    void wrongWishesAreToldWhatIsWrong() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client operator = managed.client(Managed.OPERATOR);
            for (String body : new String[] {"{\"state\": \"off\"}", "{}", "{\"state\": \"drain\", \"timeout\": 5}",
                "{\"state\": \"drain\", \"timeout\": \"5\"}", "{\"state\": \"drain\", \"onTimeout\": \"close\"}", "{\"state\": 1}", "[]",
                "{\"state\": \"ready\", \"extra\": 1}", "{\"state\": \"ready\", \"timeout\": \"5s\"}"}) {
                operator.put(STATE, body, "If-Match", "*").isProblem(422, "invalid-body");
            }
            operator.put(STATE, "{\"state\": \"drain\", \"timeout\": \"1s1s\"}", "If-Match", "*").isProblem(422, "invalid-body");
            Answer all = operator.put(STATE, "{\"state\": \"of\", \"timeout\": 5, \"onTimeout\": \"x\", \"reason\": 1, \"more\": 1}",
                    "If-Match", "*").isProblem(422, "invalid-body");
            assertEquals(5, all.json().path("errors").size(), all.body());
            Answer other = operator.patch(NEW, "{\"priority\": 2}", "If-Match", "*").isProblem(422, "invalid-body");
            assertTrue(other.body().contains("only weight can be changed so") && other.body().contains("PUT changes"), other.body());
            for (String body : new String[] {"{\"weight\": -1}", "{\"weight\": \"5\"}", "{\"weight\": 65536}", "{\"weight\": 1.5}", "{}"}) {
                operator.patch(NEW, body, "If-Match", "*").isProblem(422, "invalid-body");
            }
            assertEquals("ready", operator.get(STATE).json().path("state").asText());
        }
    }

    @Test
    void aDrainWaitsForTheLastConnection() throws Exception {
        try (ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Managed managed = Managed.serving(Managed.ADMIN_SECTION + """
                        listeners: {web: {bind: "127.0.0.1:0", pool: web}}
                        pools: {web: {backends: ["127.0.0.1:%d"]}}
                        """.formatted(backend.getLocalPort()))) {
            Client operator = managed.client(Managed.OPERATOR);
            String state = "/api/v1/pools/web/backends/127.0.0.1:" + backend.getLocalPort() + "/admin-state";
            var client = new Socket(InetAddress.getLoopbackAddress(), managed.listener("web").getPort());
            Eventually.is(1, () -> active(operator, state), "connections to the backend");
            Answer impatient = operator.put(state, "{\"state\": \"drain\"}", "If-Match", "*", "Prefer", "wait=0").is(200);
            assertEquals(1, impatient.json().path("active").asInt());
            var patient = CompletableFuture.supplyAsync(() -> drained(operator, state));
            Eventually.is(true, () -> managed.running().balancer().events().latest(50).stream()
                    .filter(event -> event.who().equals("olaf") && event.message().contains("second")).count() == 1, "the second wish");
            client.close();
            backend.accept().close();
            Answer done = patient.get();
            assertEquals("0 wait=60", done.json().path("active").asText() + " " + done.header("preference-applied").orElse(""));
        }
    }

    private static int active(Client client, String state) {
        try {
            return client.get(state).json().path("active").asInt();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Answer drained(Client client, String state) {
        try {
            return client.put(state, "{\"state\": \"drain\", \"reason\": \"second\"}", "If-Match", "*", "Prefer", "wait=60").is(200);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void connectionsAreListedAndClosed() throws Exception {
        try (ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Managed managed = Managed.serving(Managed.ADMIN_SECTION + """
                        listeners: {web: {bind: "127.0.0.1:0", pool: web}}
                        pools: {web: {backends: ["127.0.0.1:%d"]}}
                        """.formatted(backend.getLocalPort()));
                Clients clients = Clients.connect(3, managed.listener("web"))) {
            Client operator = managed.client(Managed.OPERATOR);
            Eventually.is(3, () -> managed.running().balancer().connections(_ -> true, Integer.MAX_VALUE).connections().size(),
                    "connections");
            Answer list = operator.get("/api/v1/connections?listener=web&source=127.0.0.0/8&limit=2").is(200);
            assertEquals("3 2", list.json().path("total").asText() + " " + list.json().path("connections").size());
            assertEquals(0, operator.get("/api/v1/connections?source=10.0.0.0/8").json().path("total").asInt());
            String id = list.json().at("/connections/0/id").asText();
            assertEquals(managed.running().balancer().transport().equals("linux"), list.json().at("/connections/0").has("clientPath"));
            operator.get("/api/v1/connections/" + id).is(200);
            operator.delete("/api/v1/connections/" + id + "?dryRun=true").is(204);
            operator.delete("/api/v1/connections/" + id).is(204);
            Eventually.is(2, () -> managed.running().balancer().connections(_ -> true, Integer.MAX_VALUE).connections().size(),
                    "connections after one was closed");
            operator.delete("/api/v1/connections/" + id).isProblem(404, "not-found");
            assertEquals(2, operator.delete("/api/v1/connections?pool=web&dryRun=true").is(200).json().path("closed").asInt());
            operator.delete("/api/v1/connections").isProblem(400, "filter-missing");
            operator.delete("/api/v1/connections?source=nowhere").isProblem(400, "bad-parameter");
            operator.get("/api/v1/connections?backend=gone").is(200);
            operator.get("/api/v1/connections?listener=wbe").isProblem(404, "not-found");
            operator.delete("/api/v1/connections?pool=web&listener=wbe&dryRun=true").isProblem(404, "not-found");
            assertTrue(operator.delete("/api/v1/connections?pool=wbe").isProblem(404, "not-found").body().contains("did you mean 'web'?"));
            assertEquals(2, operator.delete("/api/v1/connections?pool=web").is(200).json().path("closed").asInt());
            clients.seeTheirEnd();
        }
    }
}
