package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes values as YAML, in the layout of a document.
 *
 * @param step columns that an entry stands to the right of the map around it
 * @param dash columns that the dash of an item stands to the right of the map around it
 * @param lineBreak between lines
 * @param isJson whether everything is quoted as JSON wants it
 */
record YamlWriter(int step, int dash, String lineBreak, boolean isJson) {

    private static final String SPECIAL_AT_START = "-?:,[]{}#&*!|>'\"%@`";

    /** What follows the colon of a key, whose column is given: white space included. */
    String afterColon(JsonNode value, int column) {
        if (isInline(value)) {
            return " " + inline(value);
        }
        return lineBreak + lines(value, column);
    }

    /** The lines below a key whose column is given, without a line break after the last one. */
    String lines(JsonNode value, int column) {
        return block(value, column + (value.isArray() ? dash : step));
    }

    /** What follows a dash, whose column is given: white space included. */
    String afterDash(JsonNode value, int column) {
        return " " + (isInline(value) ? inline(value) : block(value, column + 2).stripLeading());
    }

    /** Lines that all begin in a column, without a line break after the last one. */
    String block(JsonNode value, int column) {
        String indent = " ".repeat(column);
        if (isInline(value)) {
            return indent + inline(value);
        }
        List<String> lines = new ArrayList<>();
        if (value instanceof ObjectNode object) {
            object.properties().forEach(property -> lines.add(indent + entry(property.getKey(), property.getValue(), column)));
        } else {
            value.forEach(item -> lines.add(indent + "-" + afterDash(item, column)));
        }
        return String.join(lineBreak, lines);
    }

    /** An entry of a map in lines of its own; the first line begins at the key. */
    String entry(String key, JsonNode value, int column) {
        return text(key, true, false) + ":" + afterColon(value, column);
    }

    /** An entry of a map in braces. */
    String flowEntry(String key, JsonNode value) {
        return text(key, true, true) + ": " + flow(value);
    }

    /** A value in one line, which may stand within braces and brackets. */
    String flow(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> value.properties().stream()
                    .map(property -> flowEntry(property.getKey(), property.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            case ARRAY -> value.valueStream().map(this::flow).collect(Collectors.joining(", ", "[", "]"));
            case STRING -> text(value.textValue(), false, true);
            default -> JsonScalar.plain(value);
        };
    }

    /** Whether a value is written in the line of its key even where lines may be added. */
    boolean isInline(JsonNode value) {
        return isJson || value.isEmpty();
    }

    private String inline(JsonNode value) {
        return isJson || !value.isTextual() ? flow(value) : text(value.textValue(), false, false);
    }

    private String text(String text, boolean isKey, boolean isFlow) {
        boolean isPlain = !isJson && isPlain(text, isFlow) && (isKey || JsonScalar.of(text).isTextual());
        return isPlain ? text : quoted(text);
    }

    private static boolean isPlain(String text, boolean isFlow) {
        if (text.isEmpty() || SPECIAL_AT_START.indexOf(text.charAt(0)) >= 0 || text.equals("...") || !text.equals(text.strip())) {
            return false;
        }
        boolean isCut = text.contains(": ") || text.endsWith(":") || text.contains(" #");
        return !isCut && text.chars().allMatch(c -> isShown(c) && !(isFlow && ",[]{}".indexOf(c) >= 0));
    }

    private static boolean isShown(int c) {
        return c >= ' ' && c < 127 || Character.isLetterOrDigit(c);
    }

    /** In double quotes, with escapes that JSON knows too. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append(escaped((char) c)));
        return quoted.append('"').toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isShown(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c);
        };
    }
}
