package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Events as they happen. When the connection breaks off, it goes on after the last one that was seen, on a new connection.
 *
 * @param server who is asked
 * @param wanted adds to a request which events are wanted
 * @param silence how long nothing may come: the server sends at least a comment every 15 s
 * @param patience how long it is tried to come back
 * @param err where it is said that it broke off
 */
record EventStream(Server server, UnaryOperator<Request> wanted, Duration silence, Duration patience, PrintWriter err) {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /**
     * Reads on and on; ends with the failure that ended it.
     *
     * @param after id of the last event that is known; empty for none
     * @param sink gets each event once
     */
    Failure follow(String after, Consumer<JsonNode> sink) throws Failure {
        ServerSentEvents events = new ServerSentEvents(after);
        String broken = read(events, sink);
        String said = "";
        long since = System.nanoTime();
        Duration pause = events.pause();
        while (System.nanoTime() - since < patience.toNanos()) {
            say(broken.equals(said) ? "" : broken + "; trying again");
            said = broken;
            Drained.sleep(pause);
            String seen = events.lastId();
            broken = read(events, sink);
            boolean isBack = !seen.equals(events.lastId());
            since = isBack ? System.nanoTime() : since;
            pause = isBack ? events.pause() : longer(pause);
        }
        return new Failure(ExitCode.FAILURE, broken + "; given up after " + patience.toSeconds() + " s");
    }

    /** One connection, to its end; the sentence says how it ended. What the server refuses is a failure. */
    private String read(ServerSentEvents events, Consumer<JsonNode> sink) throws Failure {
        Request request = wanted.apply(Request.of("GET", "events", "stream")).header("Accept", "text/event-stream");
        Request resumed = events.lastId().isEmpty() ? request : request.header("Last-Event-ID", events.lastId());
        events.begin();
        InputStream in;
        try {
            in = server.open(resumed);
        } catch (IOException failure) {
            return Unreachable.sentence(server, failure);
        }
        return read(in, events, sink);
    }

    private String read(InputStream in, ServerSentEvents events, Consumer<JsonNode> sink) throws Failure {
        try (LineQueue lines = new LineQueue(in)) {
            for (Optional<String> line = lines.next(silence); line.isPresent(); line = lines.next(silence)) {
                events.accept(line.get()).ifPresent(event -> pass(event, sink));
            }
            return server.address() + " has ended the stream";
        } catch (IOException failure) {
            return "the stream of " + server.address() + " broke off (" + failure.getMessage() + ")";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INTERRUPTED, "interrupted");
        }
    }

    private void pass(ServerSentEvents.Event event, Consumer<JsonNode> sink) {
        Optional<JsonNode> data = Json.parse(event.data()).filter(JsonNode::isObject);
        if (event.name().equals("lost")) {
            String count = data.map(lost -> lost.path("lost").asText()).orElse("some");
            say(OneLine.of(count) + " were lost, because they were read too slowly");
        } else if (event.name().isEmpty()) {
            data.ifPresentOrElse(sink, () -> say("left out one that is no JSON"));
        }
    }

    private void say(String sentence) {
        if (!sentence.isEmpty()) {
            err.println("events: " + sentence);
            err.flush();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
}
