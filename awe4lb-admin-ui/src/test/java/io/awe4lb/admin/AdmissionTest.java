package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What there is to see of clients that limits let wait, or would turn away. */
class AdmissionTest {

    private static ServerSocket full;
    private static ServerSocket roomy;
    private static Managed managed;

    @BeforeAll
    static void serve() throws Exception {
        full = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        roomy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        managed = Managed.serving(Managed.ADMIN_SECTION + """
                listeners:
                  line: {bind: "127.0.0.1:0", pool: full, limits: {onLimit: queue 5m}}
                  counted: {bind: "127.0.0.1:0", pool: roomy, limits: {connections: 1, onLimit: dry-run}}
                pools:
                  full: {backends: [{address: "127.0.0.1:%d", maxConnections: 1}]}
                  roomy: {backends: ["127.0.0.1:%d"]}
                """.formatted(full.getLocalPort(), roomy.getLocalPort()));
    }

    @AfterAll
    static void end() throws Exception {
        managed.close();
        full.close();
        roomy.close();
    }

    private static Socket client(String listener) throws IOException {
        var address = (InetSocketAddress) managed.running().balancer().addresses().get(listener).getFirst();
        return new Socket(address.getAddress(), address.getPort());
    }

    private static JsonNode answer(String path) {
        try {
            return managed.admin().get(path).is(200).json();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static long waiting(String path, String pools) {
        for (var pool : answer(path).at(pools)) {
            if (pool.path("id").asText().equals("full")) {
                return pool.path("waiting").asLong(-1);
            }
        }
        throw new AssertionError("there is no such pool");
    }

    @Test
    void whoWaitsInLineIsCountedAtThePool() throws Exception {
        assertEquals(0, waiting("/api/v1/pools", ""));
        try (Socket _ = client("line"); Socket _ = full.accept(); Socket _ = client("line")) {
            Eventually.is(1L, () -> waiting("/api/v1/stats", "/pools"), "clients in line");
            assertEquals(1, waiting("/api/v1/pools", ""));
        }
    }

    @Test
    void whoWouldHaveBeenTurnedAwayIsCountedAtTheListener() throws Exception {
        try (Socket _ = client("counted"); Socket _ = client("counted"); Socket _ = roomy.accept(); Socket _ = roomy.accept()) {
            assertEquals("{\"limit\":1,\"rate_limited\":0}",
                    answer("/api/v1/listeners/counted").path("dryRun").toString());
            assertFalse(answer("/api/v1/listeners/line").has("dryRun"));
        }
    }

    @Test
    void aProcessThatLacksNothingTurnsNobodyAway() {
        assertEquals("{\"shedBelow\":0,\"shortages\":[]}", answer("/api/v1/stats").path("overload").toString());
    }
}
