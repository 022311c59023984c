package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams tell what happens as it happens, and end when it is time. */
class StreamTest {

    private static final String EVENTS = "/api/v1/events/stream";

    private static Event happen(Managed managed, String message) {
        return managed.running().balancer().events().publish(EventType.PLUGIN, Event.Severity.INFO, Subject.NONE, "", message);
    }

    @Test
    void countersComeAtOnceAndEachSecond() throws Exception {
        try (Managed managed = Managed.usual(); Listening stream = managed.client(Managed.VIEWER).listen("/api/v1/stats/stream")) {
            assertEquals("200 text/event-stream", stream.status() + " " + stream.type());
            JsonNode first = stream.data();
            JsonNode second = stream.data();
            assertEquals("web", first.at("/listeners/0/id").asText());
            assertTrue(first.path("time").asText().compareTo(second.path("time").asText()) < 0);
        }
    }

    @Test
    void eventsComeAsTheyHappen() throws Exception {
        try (Managed managed = Managed.usual(); Listening stream = managed.client(Managed.VIEWER).listen(EVENTS)) {
            assertEquals(":", stream.line());
            Event event = happen(managed, "one");
            assertEquals("id: " + event.id(), stream.line());
            JsonNode data = stream.data();
            assertEquals("one " + event.id(), data.path("message").asText() + " " + data.path("id").asText());
        }
    }

    @Test
    void countersAndEventsComeOnOneStream() throws Exception {
        try (Managed managed = Managed.usual()) {
            Event missed = happen(managed, "missed");
            try (Listening stream = managed.client(Managed.VIEWER).listen("/api/v1/stream?since=" + (missed.id() - 1))) {
                happen(managed, "now");
                List<String> messages = new ArrayList<>();
                int snapshots = 0;
                while (snapshots < 2 || messages.size() < 2) {
                    JsonNode data = stream.data();
                    if (data.has("message")) {
                        messages.add(data.path("message").asText());
                    } else {
                        assertTrue(data.path("listeners").isArray(), data.toString());
                        snapshots++;
                    }
                }
                assertEquals(List.of("missed", "now"), messages);
            }
        }
    }

    @Test
    void whoComesBackGetsWhatWasMissed() throws Exception {
        try (Managed managed = Managed.usual()) {
            Event first = happen(managed, "first");
            happen(managed, "second");
            try (Listening stream = managed.admin().listen(EVENTS, "Last-Event-ID", Long.toString(first.id()))) {
                assertEquals("second", stream.data().path("message").asText());
                happen(managed, "third");
                assertEquals("third", stream.data().path("message").asText());
            }
            try (Listening stream = managed.admin().listen(EVENTS + "?since=" + (first.id() - 1))) {
                assertEquals("first", stream.data().path("message").asText());
            }
            managed.admin().get(EVENTS, "Last-Event-ID", "x").isProblem(400, "bad-parameter");
        }
    }

    @Test
    void onlyWhatIsWantedComes() throws Exception {
        String wanted = "type=discovery,plugin&severity=warning&pool=web&backend=b1";
        try (Managed managed = Managed.usual(); Listening stream = managed.admin().listen(EVENTS + "?" + wanted)) {
            Events events = managed.running().balancer().events();
            var b1 = new Subject("", "web", "b1");
            assertEquals(":", stream.line());
            for (String time : List.of("1", "2")) {
                events.publish(EventType.LOGIN, Event.Severity.WARNING, b1, "", "another type");
                events.publish(EventType.PLUGIN, Event.Severity.INFO, b1, "", "unimportant");
                events.publish(EventType.PLUGIN, Event.Severity.WARNING, new Subject("", "web", "b2"), "", "another backend");
                events.publish(EventType.PLUGIN, Event.Severity.ERROR, new Subject("", "api", "b1"), "", "another pool");
                events.publish(EventType.DISCOVERY, Event.Severity.ERROR, b1, "", "wanted " + time);
                assertEquals("wanted " + time, stream.data().path("message").asText());
            }
            assertEquals("[wanted 1, wanted 2]", messages(managed, wanted));
            assertEquals("[wanted 2]", messages(managed, wanted + "&limit=1"));
            assertEquals("[wanted 1]", messages(managed, wanted + "&limit=1&since=0"));
        }
    }

    private static String messages(Managed managed, String wanted) throws Exception {
        return managed.admin().get("/api/v1/events?" + wanted).is(200).json().findValuesAsText("message").toString();
    }

    @Test
    void aReaderThatIsTooSlowIsToldHowMuchItLost() throws Exception {
        try (Managed managed = Managed.usual(); Raw raw = managed.raw()) {
            raw.sends("GET " + EVENTS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Managed.VIEWER + "\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK", raw.line());
            String longOne = "x".repeat(2_000);
            for (int i = 0; i < 30_000; i++) {
                happen(managed, longOne);
            }
            String line = raw.line();
            while (!line.equals("event: lost")) {
                line = raw.line();
            }
            assertTrue(raw.line().matches("data: \\{\"lost\":[1-9][0-9]*}"));
        }
    }

    @Test
    void theEndOfManagementEndsThem() throws Exception {
        Managed managed = Managed.usual();
        try (Listening events = managed.admin().listen(EVENTS); Listening stats = managed.admin().listen("/api/v1/stats/stream")) {
            assertEquals(":", events.line());
            stats.data();
            managed.close();
            events.seesEnd();
            stats.seesEnd();
        }
    }

    @Test
    void whoMayNotReadGetsNoStream() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.nobody().get(EVENTS).isProblem(401, "no-token");
            managed.client("wrong").get(EVENTS).isProblem(401, "wrong-token");
        }
    }

    @Test
    void aLogOutEndsTheStreamsOfItsSession() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client browser = managed.nobody();
            String origin = managed.address().toString();
            String cookie = browser.post("/api/v1/session", "{\"token\": \"" + Managed.VIEWER + "\"}", "Origin", origin).is(200)
                    .header("set-cookie").orElse("").split(";")[0];
            try (Listening events = browser.listen(EVENTS, "Cookie", cookie);
                    Listening stats = browser.listen("/api/v1/stats/stream", "Cookie", cookie);
                    Listening other = managed.client(Managed.VIEWER).listen(EVENTS)) {
                assertEquals(":", events.line());
                assertEquals(":", other.line());
                stats.data();
                browser.delete("/api/v1/session", "Cookie", cookie, "Origin", origin).is(204);
                events.seesEnd();
                stats.seesEnd();
                assertEquals("logged out from 127.0.0.1", other.data().path("message").asText());
                happen(managed, "after");
                assertEquals("after", other.data().path("message").asText());
            }
        }
    }

    @Test
    void aTokenThatIsTakenAwayEndsItsStreams() throws Exception {
        try (Managed managed = Managed.usual(); Listening stream = managed.client(Managed.VIEWER).listen(EVENTS)) {
            assertEquals(":", stream.line());
            managed.admin().patch("/api/v1/config", "{\"admin\": {\"auth\": {\"tokens\": {\"vera\": null}}}}", "If-Match", "*").is(200);
            stream.seesEnd();
        }
    }
}
