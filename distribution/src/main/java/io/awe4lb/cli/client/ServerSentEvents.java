package io.awe4lb.cli.client;

import java.time.Duration;
import java.util.Optional;

/**
 * Puts the lines of an event stream together (HTML standard, 9.2.6). Not thread safe.
 *
 * <p>
 * What outlives a connection is here: the id to go on from, and how long to pause before.
 */
final class ServerSentEvents {

    private static final Duration USUAL_PAUSE = Duration.ofSeconds(1);

    /**
     * One event.
     *
     * @param name empty for a usual one
     * @param data its lines, put together
     */
    record Event(String name, String data) {}

    private String lastId = "";
    private String id = "";
    private Duration pause = USUAL_PAUSE;
    private String name = "";
    private StringBuilder data = new StringBuilder();

    ServerSentEvents(String lastId) {
        this.lastId = lastId;
        this.id = lastId;
    }

    /** A new connection: what was half told will be told again. */
    void begin() {
        id = lastId;
        reset();
    }

    /** One line, without its end; an event, if it was the last one of it. */
    Optional<Event> accept(String line) {
        if (line.isEmpty()) {
            return end();
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String rest = colon < 0 ? "" : line.substring(colon + 1);
        take(field, rest.startsWith(" ") ? rest.substring(1) : rest);
        return Optional.empty();
    }

    /** Id of the last event that was complete; empty before the first. */
    String lastId() {
        return lastId;
    }

    /** Before the next attempt. */
    Duration pause() {
        return pause;
    }

    private void take(String field, String value) {
        switch (field) {
            case "id" -> id = value;
            case "event" -> name = value;
            case "data" -> data.append(value).append('\n');
            case "retry" -> retry(value);
            default -> {} // a comment, or a field of a later version
        }
    }

    private void retry(String millis) {
        if (millis.matches("[0-9]{1,6}")) {
            pause = Duration.ofMillis(Long.parseLong(millis));
        }
    }

    private Optional<Event> end() {
        lastId = id;
        String text = data.toString();
        Event event = new Event(name, text.isEmpty() ? "" : text.substring(0, text.length() - 1));
        reset();
        return text.isEmpty() ? Optional.empty() : Optional.of(event);
    }

    private void reset() {
        name = "";
        data = new StringBuilder();
    }
}
