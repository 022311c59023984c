package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that is wrong or doubtful, as {@code awe4lb check} would say it.
 *
 * @param severity error or warning
 * @param line from 1; 0 where it is not known
 * @param column from 1; 0 where it is not known
 * @param pointer JSON Pointer, empty for the whole
 * @param code in kebab-case
 * @param message a sentence
 */
record FindingLine(String severity, int line, int column, String pointer, String code, String message) {

    /** How the server calls what was sent, in messages about a second place. */
    private static final Pattern PLACE = Pattern.compile("\\bconfiguration(:[0-9]+:[0-9]+)");

    static List<FindingLine> all(JsonNode findings) {
        return findings.valueStream().map(FindingLine::of).toList();
    }

    private static FindingLine of(JsonNode node) {
        return new FindingLine(node.path("severity").asText("error"), node.path("line").asInt(), node.path("column").asInt(),
                node.path("pointer").asText(), node.path("code").asText(), node.path("message").asText());
    }

    /** {@code file:line:column: error code: pointer: message}. */
    String in(String file) {
        String position = line == 0 ? file : file + ":" + line + ":" + column;
        return OneLine.of(position + ": " + severity + " " + code + ": "
                + PLACE.matcher(sentence()).replaceAll(Matcher.quoteReplacement(file) + "$1"));
    }

    /** {@code pointer: message}. */
    String sentence() {
        return pointer.isEmpty() ? message : pointer + ": " + message;
    }
}
