package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.cli.Typed;
import io.awe4lb.cli.command.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventsCommandTest extends ClientTest {

    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\nretry: 1\n\n";
    private static final String NOT_ALLOWED =
            "HTTP/1.1 403 Forbidden\r\nContent-Type: application/problem+json\r\nContent-Length: %d\r\n\r\n%s";

    private final ObjectMapper mapper = new ObjectMapper();

    private static ObjectNode event(int id) {
        return Contract.WRITTEN.example("Event").put("id", id);
    }

    private static String sent(int id) {
        return "id: " + id + "\ndata: " + event(id) + "\n\n";
    }

    private static RawServer.Script forbidden() {
        String problem = Contract.WRITTEN.problem("Forbidden").toString();
        return RawServer.saying(NOT_ALLOWED.formatted(problem.getBytes(StandardCharsets.UTF_8).length, problem));
    }

    @Test
    void eventsAreLines() {
        server().on("GET /api/v1/events", mapper.createArrayNode().add(event(42)));
        typed("events").endsWith(0).printed(
                "2026-03-01T12:00:00Z info    backend_admin_state pool web, backend 10.0.0.2:80: drain: kernel update (by ops)\n");
        typed("events", "--since", "41", "--limit", "5").endsWith(0);
        assertEquals("since=41&limit=5", server().last().uri().getQuery());
        typed("events", "--type", "discovery,plugin", "--severity", "warning", "--pool", "web", "--backend", "b1").endsWith(0);
        assertEquals("type=discovery,plugin&severity=warning&pool=web&backend=b1", server().last().uri().getQuery());
    }

    @Test
    void scriptsGetOneDocumentALine() {
        server().on("GET /api/v1/events", mapper.createArrayNode().add(event(42)).add(event(43)));
        typed("events", "-o", "json").endsWith(0).printed(event(42) + "\n" + event(43) + "\n");
    }

    @Test
    void followingBeginsWithTheLastOnesAndGoesOnBehindThem() throws Exception {
        String list = "[" + event(41) + "," + event(42) + "]";
        String past =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + list.length() + "\r\n\r\n"
                        + list;
        try (RawServer raw = new RawServer(RawServer.saying(past), RawServer.saying(STREAM + sent(43)), forbidden())) {
            Typed.of("events", "-f", "-o", "json", "--severity", "info", "--server", raw.address()).endsWith(1)
                    .printed(event(41) + "\n" + event(42) + "\n" + event(43) + "\n")
                    .complains("has ended the stream; trying again")
                    .complains("this needs the role operator");
            assertTrue(raw.heads().get(0).startsWith("GET /api/v1/events?severity=info&limit=10 HTTP/1.1\n"), raw.heads()::toString);
            assertTrue(raw.heads().get(1).contains("\nLast-Event-ID: 42\n"), raw.heads()::toString);
            assertTrue(raw.heads().get(2).contains("\nLast-Event-ID: 43\n"), raw.heads()::toString);
        }
    }

    /** Follows until the last script refuses. */
    private List<Integer> followed(StringWriter err, Duration silence, RawServer.Script... scripts) throws Exception {
        List<Integer> seen = new ArrayList<>();
        try (RawServer raw = new RawServer(scripts); Server server = server(raw.address())) {
            var stream = new EventStream(server, request -> request, silence, Duration.ofSeconds(20), new PrintWriter(err));
            try {
                throw stream.follow("", event -> seen.add(event.path("id").asInt()));
            } catch (Failure end) {
                assertTrue(end.getMessage().contains("role operator"), end.getMessage());
            }
        }
        return seen;
    }

    private static Server server(String address) {
        return new Server(URI.create(address), Optional.empty(), HttpClient.newHttpClient(), Duration.ofSeconds(10));
    }

    @Test
    void anEventThatWasHalfToldIsToldOnceWhenItComesAgain() throws Exception {
        String half = sent(2).substring(0, 30);
        assertEquals(List.of(1, 2, 3), followed(new StringWriter(), Duration.ofSeconds(10),
                RawServer.saying(STREAM + sent(1) + half), RawServer.saying(STREAM + sent(2) + sent(3)), forbidden()));
    }

    @Test
    void aConnectionThatIsResetIsMadeAgain() throws Exception {
        RawServer.Script reset = socket -> {
            socket.getOutputStream().write((STREAM + sent(1)).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            socket.setSoLinger(true, 0);
        };
        StringWriter err = new StringWriter();
        List<Integer> seen = followed(err, Duration.ofSeconds(10), RawServer.saying(STREAM + sent(1)), reset, forbidden());
        assertTrue(seen.contains(1), seen::toString);
        assertTrue(err.toString().contains("trying again"), err::toString);
    }

    @Test
    void silenceIsNotWaitedOutForever() throws Exception {
        RawServer.Script silent = socket -> {
            socket.getOutputStream().write((STREAM + sent(1)).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            assertEquals(-1, socket.getInputStream().read(), "the client gives up");
        };
        StringWriter err = new StringWriter();
        assertEquals(List.of(1, 2), followed(err, Duration.ofSeconds(2), silent, RawServer.saying(STREAM + sent(2)), forbidden()));
        assertTrue(err.toString().contains("nothing came for"), err::toString);
    }

    @Test
    void whatWasLostAndWhatIsNoJsonIsSaid() throws Exception {
        StringWriter err = new StringWriter();
        String lost = "event: lost\ndata: {\"lost\": 12}\n\n";
        assertEquals(List.of(1), followed(err, Duration.ofSeconds(10),
                RawServer.saying(STREAM + lost + "data: {{{\n\n" + "event: later\ndata: {}\n\n" + sent(1)), forbidden()));
        assertTrue(err.toString().contains("12 were lost"), err::toString);
        assertTrue(err.toString().contains("left out one that is no JSON"), err::toString);
    }

    @Test
    void aServerThatStaysAwayIsGivenUp() throws IOException, Failure {
        StringWriter err = new StringWriter();
        RawServer raw = new RawServer(RawServer.saying(STREAM + sent(1)));
        try (raw; Server server = server(raw.address())) {
            var stream = new EventStream(server, request -> request, Duration.ofSeconds(10), Duration.ofMillis(500), new PrintWriter(err));
            var end = stream.follow("", _ -> closed(raw));
            assertTrue(end.getMessage().contains("nobody listens on " + raw.address()), end.getMessage());
            assertTrue(end.getMessage().endsWith("given up after 0 s"), end.getMessage());
        }
    }

    private static void closed(RawServer raw) {
        try {
            raw.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
