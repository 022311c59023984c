package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One event in one line. */
final class EventLine {

    private EventLine() {}

    /** {@code 2026-03-01T12:00:00Z info backend_admin_state pool web, backend 10.0.0.2:80: drain (by ops)}. */
    static String of(JsonNode event) {
        String who = event.path("who").asText();
        return OneLine.of("%s %-7s %s %s%s%s".formatted(
                Shown.time(event, "time"), event.path("severity").asText(), event.path("type").asText(), subject(event),
                event.path("message").asText(), who.isEmpty() ? "" : " (by " + who + ")"));
    }

    private static String subject(JsonNode event) {
        List<String> parts = new ArrayList<>();
        for (String kind : List.of("listener", "pool", "backend")) {
            String id = event.path(kind).asText();
            if (!id.isEmpty()) {
                parts.add(kind + " " + id);
            }
        }
        return parts.isEmpty() ? "" : String.join(", ", parts) + ": ";
    }
}
