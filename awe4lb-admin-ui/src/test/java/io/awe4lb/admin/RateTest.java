package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who draws gets rates of what moves, without counting. */
class RateTest {

    private static final String RATES = "/api/v1/stats/rates";
    private static final String CONFIG = Managed.ADMIN_SECTION + """
            listeners:
              web: {bind: "127.0.0.1:0", pool: web}
              idle: {bind: "127.0.0.1:0", pool: idle}
            pools:
              web: {backends: [{address: "127.0.0.1:%d", name: one}]}
              idle: {backends: ["127.0.0.1:1"]}
            """;
    private static final byte[] TEXT = "hello".getBytes();

    /** A client says hello, and the backend hears it. */
    private static void converse(Managed managed, ServerSocket backend) throws IOException {
        try (Socket client = new Socket()) {
            client.connect(managed.listener("web"));
            client.getOutputStream().write(TEXT);
            try (Socket accepted = backend.accept()) {
                accepted.getInputStream().readNBytes(TEXT.length);
            }
        }
    }

    private static double sum(JsonNode history, String column) {
        double sum = 0;
        for (JsonNode value : history.path(column)) {
            sum += value.asDouble() * history.path("stepSeconds").asDouble();
        }
        return sum;
    }

    private static JsonNode history(Managed managed, String query) {
        try {
            return managed.client(Managed.VIEWER).get(RATES + query).is(200).json();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /** As an integral over time. Where the machine was busy a sample comes almost two seconds after the last, and counts as one second. */
    private static void sees(Managed managed, String query, String column, double expected) {
        Eventually.is(true, () -> isAbout(sum(history(managed, query), column), expected), column + " of " + query);
    }

    private static boolean isAbout(double sum, double expected) {
        return sum > expected * 0.5 && sum < expected * 1.3;
    }

    @Test
    void aConversationIsSeenAtItsListenerPoolAndBackend() throws Exception {
        try (var backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Managed managed = Managed.serving(CONFIG.formatted(backend.getLocalPort()))) {
            Eventually.is(true, () -> !history(managed, "").path("bytesIn").isEmpty(), "sampled once");
            for (int i = 0; i < 10; i++) {
                converse(managed, backend);
            }
            for (String query : new String[] {"", "?listener=web", "?pool=web", "?pool=web&backend=one"}) {
                sees(managed, query, "bytesIn", 50);
                sees(managed, query, "connections", 10);
            }
            assertEquals(0, sum(history(managed, "?listener=idle"), "connections"));
            for (String query : new String[] {"", "?listener=web", "?pool=web", "?pool=web&backend=one"}) {
                Eventually.is(true, () -> numbers(history(managed, query), "connectP95Ms") > 0, "a time to connect of " + query);
                JsonNode history = history(managed, query);
                assertEquals(numbers(history, "connectP95Ms"), numbers(history, "connectP50Ms"), history.toString());
                for (String column : new String[] {"active", "connectP50Ms", "connectP95Ms"}) {
                    assertEquals(history.path("errors").size(), history.path(column).size(), column);
                }
            }
            assertEquals(0, numbers(history(managed, "?listener=idle"), "connectP95Ms"));
            try (Socket lives = new Socket()) {
                lives.connect(managed.listener("web"));
                try (Socket _ = backend.accept()) {
                    for (String query : new String[] {"", "?listener=web", "?pool=web", "?pool=web&backend=one"}) {
                        Eventually.is(1, () -> lastOf(history(managed, query), "active"), "active of " + query);
                    }
                }
            }
        }
    }

    private static long numbers(JsonNode history, String column) {
        return history.path(column).valueStream().filter(JsonNode::isNumber).count();
    }

    private static int lastOf(JsonNode history, String column) {
        JsonNode values = history.path(column);
        return values.path(values.size() - 1).asInt();
    }

    @Test
    void theStreamHasTheRatesOfTheLastSecond() throws Exception {
        try (var backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Managed managed = Managed.serving(CONFIG.formatted(backend.getLocalPort()));
                Listening stream = managed.client(Managed.VIEWER).listen("/api/v1/stats/stream")) {
            JsonNode stats = stream.data();
            long begin = System.nanoTime();
            while ((stats.at("/listeners/0/rates/bytesIn").asDouble() == 0 || stats.at("/listeners/0/connect/count").asInt() == 0)
                    && System.nanoTime() - begin < 20_000_000_000L) {
                converse(managed, backend);
                stats = stream.data();
            }
            assertTrue(stats.at("/listeners/0/rates/connections").asDouble() > 0, stats.toString());
            assertTrue(stats.at("/pools/0/backends/0/rates/bytesIn").asDouble() > 0, stats.toString());
            assertTrue(stats.at("/pools/0/rates/bytesIn").asDouble() > 0, stats.toString());
            assertTrue(stats.at("/rates/bytesIn").asDouble() > 0, stats.toString());
            for (String place : new String[] {"", "/listeners/0", "/pools/0", "/pools/0/backends/0"}) {
                assertTrue(stats.at(place + "/connect/p95Ms").asDouble() > 0, stats.toString());
            }
            assertEquals(0, stats.at("/listeners/1/rates/connections").asDouble(), stats.toString());
        }
    }

    @Test
    void aConnectThatFailsIsAnError() throws Exception {
        try (var backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Managed managed = Managed.serving(CONFIG.formatted(backend.getLocalPort()))) {
            Eventually.is(true, () -> !history(managed, "").path("errors").isEmpty(), "sampled once");
            try (Socket client = new Socket()) {
                client.connect(managed.listener("idle"));
                client.setSoTimeout(10_000);
                endOf(client);
            }
            sees(managed, "?listener=idle", "errors", 1);
            sees(managed, "?pool=idle&backend=127.0.0.1:1", "errors", 1);
        }
    }

    private static void endOf(Socket client) throws IOException {
        try {
            assertEquals(-1, client.getInputStream().read());
        } catch (java.net.SocketException reset) {
            assertTrue(reset.getMessage().contains("reset"), reset.toString());
        }
    }

    @Test
    void whoHasSomeGetsTheRest() throws Exception {
        try (Managed managed = Managed.usual()) {
            Eventually.is(true, () -> history(managed, "").path("errors").size() >= 2, "sampled twice");
            JsonNode all = history(managed, "?resolution=1s");
            Instant known = Instant.parse(all.path("begin").asText()).plusSeconds(1);
            JsonNode rest = history(managed, "?since=" + known);
            assertEquals(known, Instant.parse(rest.path("begin").asText()));
            assertEquals(0, history(managed, "?since=2999-01-01T00:00:00Z").path("errors").size());
            assertEquals(10, history(managed, "?resolution=10s").path("stepSeconds").asInt());
        }
    }

    @Test
    void whatDoesNotExistHasNoRatesAndWhatIsGoneNoneAnyMore() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client viewer = managed.client(Managed.VIEWER);
            viewer.get(RATES + "?listener=wbe").isProblem(404, "not-found");
            viewer.get(RATES + "?pool=wbe").isProblem(404, "not-found");
            viewer.get(RATES + "?pool=web&backend=old").isProblem(404, "not-found");
            viewer.get(RATES + "?pool=web&backend=new").is(200);
            managed.admin().delete("/api/v1/pools/web/backends/new", "If-Match", "*").is(200);
            viewer.get(RATES + "?pool=web&backend=new").isProblem(404, "not-found");
        }
    }

    @Test
    void aQuestionThatMakesNoSenseIsRefused() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client viewer = managed.client(Managed.VIEWER);
            for (String query : new String[] {"?listener=web&pool=web", "?backend=new", "?resolution=5s", "?since=yesterday",
                "?listner=web",
                "?since="}) {
                viewer.get(RATES + query).isProblem(400, "bad-parameter");
            }
            managed.nobody().get(RATES).isProblem(401, "no-token");
        }
    }
}
