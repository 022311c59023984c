package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What changes, or would, one line a change. */
final class ChangeLines {

    private ChangeLines() {}

    /** {@code + pool web: backend 10.0.0.3:80 is added}; with what becomes of connections behind it. */
    static List<String> of(JsonNode result) {
        return result.path("changes").valueStream().map(ChangeLines::line).toList();
    }

    private static String line(JsonNode change) {
        String mark = switch (change.path("kind").asText()) {
            case "added" -> "+ ";
            case "removed" -> "- ";
            default -> "~ ";
        };
        String effect = change.path("effect").asText();
        return OneLine.of(mark + change.path("sentence").asText() + (effect.isEmpty() ? "" : ": " + effect));
    }
}
