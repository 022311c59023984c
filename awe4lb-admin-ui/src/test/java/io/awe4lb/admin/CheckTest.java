package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.stats.EventType;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Checks that somebody does not want to wait for. */
class CheckTest {

    private static final String WEB = "/api/v1/pools/web";

    private static String config(int port) {
        return Managed.ADMIN_SECTION + """
                listeners: {web: {bind: "127.0.0.1:0", pool: web}}
                pools:
                  web:
                    backends: [{address: "127.0.0.1:%d", name: open}, {address: "127.0.0.1:1", name: shut}]
                    healthCheck: {type: tcp, interval: 1h, rise: 1, fall: 2}
                  unchecked: {backends: ["127.0.0.1:1"]}
                """.formatted(port);
    }

    @Test
    void aCheckIsAnsweredAndCounts() throws Exception {
        try (var backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Managed managed = Managed.serving(config(backend.getLocalPort()))) {
            Client operator = managed.client(Managed.OPERATOR);
            Answer open = operator.send("POST", WEB + "/backends/open/check", "").is(200);
            assertEquals("passed up", open.json().path("result").asText() + " " + open.json().at("/health/status").asText());
            Answer shut = operator.send("POST", WEB + "/backends/shut/check", "").is(200);
            assertEquals("failed connect_refused", shut.json().path("result").asText() + " " + shut.json().path("code").asText());
            Answer again = operator.send("POST", WEB + "/backends/shut/check", "").is(200);
            assertEquals("down false", again.json().at("/health/status").asText() + " " + again.json().path("serves").asText());
            Answer all = operator.send("POST", WEB + "/check", "").is(200);
            assertEquals("open passed shut failed", all.json().at("/0/id").asText() + " " + all.json().at("/0/result").asText() + " "
                    + all.json().at("/1/id").asText() + " " + all.json().at("/1/result").asText());
            Answer last = managed.client(Managed.VIEWER).get(WEB + "/backends/shut/checks").is(200);
            assertTrue(last.json().size() >= 3, last.body()); // and those of the interval
            assertEquals("failed connect_refused", last.json().at("/0/result").asText() + " " + last.json().at("/0/code").asText());
            managed.nobody().get(WEB + "/backends/shut/checks").isProblem(401, "no-token");
            operator.get(WEB + "/backends/gone/checks").isProblem(404, "not-found");
            var told = managed.running().balancer().events().latest(50).stream().filter(event -> event.type() == EventType.BACKEND_CHECK)
                    .toList();
            assertEquals(4, told.size());
            assertTrue(told.stream().allMatch(event -> event.who().equals("olaf")), told::toString);
            assertTrue(told.stream().anyMatch(event -> event.message().equals("checked now: 1 of 2 backends passed")), told::toString);
        }
    }

    @Test
    void whatIsNotCheckedIsRefusedWithTheReason() throws Exception {
        try (Managed managed = Managed.serving(config(1))) {
            Client operator = managed.client(Managed.OPERATOR);
            operator.put(WEB + "/backends/shut/admin-state", "{\"state\": \"maint\"}", "If-Match", "*").is(200);
            Answer maint = operator.send("POST", WEB + "/backends/shut/check", "").isProblem(409, "change-refused");
            assertTrue(maint.body().contains("there are no checks during maintenance"), maint.body());
            assertEquals(1, operator.send("POST", WEB + "/check", "").is(200).json().size());
            for (String path : new String[] {"/api/v1/pools/unchecked/check", "/api/v1/pools/unchecked/backends/127.0.0.1:1/check"}) {
                Answer none = operator.send("POST", path, "").isProblem(409, "change-refused");
                assertTrue(none.body().contains("no health check: give it healthCheck"), none.body());
            }
            operator.send("POST", WEB + "/backends/gone/check", "").isProblem(404, "not-found");
            operator.send("POST", "/api/v1/pools/wbe/check", "").isProblem(404, "not-found");
            managed.client(Managed.VIEWER).send("POST", WEB + "/check", "").isProblem(403, "role-missing");
        }
    }
}
