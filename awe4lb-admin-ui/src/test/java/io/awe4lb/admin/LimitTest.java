package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.admin.http.Limits;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Management takes only so much, however much is asked of it and however slowly. */
class LimitTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static UnaryOperator<Limits> times(Duration header, Duration keepAlive, Duration body, Duration idle) {
        return usual -> new Limits(usual.connections(), usual.requests(), usual.streams(), header, keepAlive, body, idle,
                usual.configBytes(),
                usual.bodyBytes());
    }

    private static UnaryOperator<Limits> numbers(int connections, int requests, int streams) {
        return usual -> new Limits(connections, requests, streams, usual.headerTime(), usual.keepAlive(), usual.bodyTime(), usual.idle(),
                usual.configBytes(), usual.bodyBytes());
    }

    @Test
    void aHeaderThatDripsIsGivenUp() throws Exception {
        try (Managed managed = Managed.serving(times(SHORT, LONG, LONG, LONG)); Raw raw = managed.raw()) {
            raw.sends("GET /livez HTTP/1.1\r\nHost: loc");
            raw.problem().isProblem(408, "request-timeout");
            assertTrue(raw.isEnded());
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosedWithoutAWord() throws Exception {
        try (Managed managed = Managed.serving(times(SHORT, LONG, LONG, LONG)); Raw raw = managed.raw()) {
            assertTrue(raw.isEnded());
        }
    }

    @Test
    void aConnectionMayBeUsedAgainForAWhile() throws Exception {
        String request = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Managed managed = Managed.serving(times(LONG, Duration.ofSeconds(2), LONG, LONG)); Raw raw = managed.raw()) {
            assertEquals(200, raw.sends(request).answer().status());
            assertEquals(200, raw.sends(request).answer().status());
            assertTrue(raw.isEnded());
        }
    }

    @Test
    void aBodyThatDripsIsGivenUp() throws Exception {
        try (Managed managed = Managed.serving(times(LONG, LONG, SHORT, LONG)); Raw raw = managed.raw()) {
            raw.sends(loginOf(1_000));
            try {
                for (int i = 0; i < 1_000; i++) {
                    raw.sends("x");
                    LockSupport.parkNanos(5_000_000); // a client that is slow: this is what is tried
                }
            } catch (SocketException _) { // it was told to go away meanwhile
                assertEquals(1, managed.revision());
            }
            String sentence = raw.problem().isProblem(408, "request-timeout").body();
            assertTrue(sentence.contains("the body did not come in time"), sentence);
        }
    }

    @Test
    void aBodyThatStopsIsGivenUp() throws Exception {
        try (Managed managed = Managed.serving(times(LONG, LONG, LONG, SHORT)); Raw raw = managed.raw()) {
            raw.sends(loginOf(1_000) + "{").problem().isProblem(408, "request-timeout");
        }
    }

    @Test
    void whoWaitsForADrainMayBeSilentForLonger() throws Exception {
        try (Managed managed = Managed.serving(times(LONG, LONG, LONG, SHORT));
                var clients = Held.of(managed, 1)) {
            Answer answer = managed.client(Managed.OPERATOR).put("/api/v1/pools/held/backends/" + clients.backend() + "/admin-state",
                    "{\"state\": \"drain\"}", "If-Match", "*", "Prefer", "wait=1").is(200);
            assertEquals(1, answer.json().path("active").asInt());
        }
    }

    private static String loginOf(int bytes) {
        return "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + bytes
                + "\r\n\r\n";
    }

    @Test
    void moreRequestsThanAllowedAreTurnedAwayAndProbesAreNot() throws Exception {
        try (Managed managed = Managed.serving(numbers(100, 2, 2)); Raw first = managed.raw(); Raw second = managed.raw()) {
            first.sends(loginOf(10));
            second.sends(loginOf(10));
            Eventually.is(503, () -> status(managed, "/api/v1/info"), "a third request");
            managed.admin().get("/api/v1/info").isProblem(503, "overloaded");
            try (Raw third = managed.raw()) {
                third.sends(loginOf(10));
                assertEquals(Optional.of("close"), third.problem().header("connection"), "its body is not read");
            }
            managed.nobody().get("/livez").is(200);
            managed.nobody().get("/readyz").is(200);
            first.sends("0123456789").problem().isProblem(400, "malformed-json");
            Eventually.is(200, () -> status(managed, "/api/v1/info"), "a request when one is done");
        }
    }

    private static int status(Managed managed, String path) {
        try {
            return managed.admin().get(path).status();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void streamsDoNotCountAsRequestsAndHaveALimitOfTheirOwn() throws Exception {
        try (Managed managed = Managed.serving(numbers(100, 2, 3))) {
            List<Listening> streams = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                streams.add(managed.admin().listen("/api/v1/events/stream"));
                assertEquals(":", streams.get(i).line());
            }
            managed.admin().get("/api/v1/events/stream").isProblem(503, "overloaded");
            managed.admin().get("/api/v1/info").is(200);
            streams.getFirst().close();
            Eventually.is(200, () -> statusOfStream(managed), "a stream in place of the one that was closed");
            for (Listening stream : streams) {
                stream.close();
            }
        }
    }

    /** What happens lets the server see that a client has gone. */
    private static int statusOfStream(Managed managed) {
        managed.running().balancer().events().publish(EventType.PLUGIN, Event.Severity.INFO, Subject.NONE, "", "one");
        try (Listening stream = managed.admin().listen("/api/v1/events/stream")) {
            return stream.status();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void moreConnectionsThanAllowedAreClosed() throws Exception {
        try (Managed managed = Managed.serving(numbers(3, 10, 10))) {
            List<Raw> raws = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                raws.add(managed.raw());
                assertEquals(200, raws.get(i).sends("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n").answer().status());
            }
            try (Raw fourth = managed.raw()) {
                assertTrue(isEnded(fourth));
            }
            for (Raw raw : raws) {
                raw.close();
            }
        }
    }

    private static boolean isEnded(Raw raw) throws IOException {
        try {
            return raw.isEnded();
        } catch (SocketException reset) {
            return true;
        }
    }
}
