package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random document with its meaning. Every comment names the place that it belongs to: {@code #c7@/pools/web#}. All that a human might
 * write is in it: blocks, braces, brackets over several lines, quotes, empty values, multi-line scalars, keys that need quotes.
 */
final class WrittenDocument {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> KEYS =
            List.of("web", "api", "bind", "pool", "on", "8080", "a b", "x:y", "true", "null", "-", "#k", "ü");
    private static final List<String> TEXTS = List.of(
            "10.0.0.1:80", ":80", "[::]:1", "off", "true", "8", "1.50", "010", "null", "", " x", "a: b", "a #b", "#", "- a", "${V:-x}",
            "{a}",
            "it's", "\"q\"", "a\\b", "é𝄞", "two\nlines\n", "tab\there", "*x", "...", "---", "a,b", "<<", "~", "\u0007", "end:");

    private final Random random;
    private final int step;
    private final int dash;
    private final StringBuilder text = new StringBuilder();
    private final List<String> comments = new ArrayList<>();
    private final ObjectNode tree;

    WrittenDocument(Random random) {
        this.random = random;
        this.step = random.nextInt(1, 5);
        this.dash = random.nextInt(0, 3);
        comment("", 0);
        this.tree = map(0, "", 0);
        if (tree.isEmpty()) {
            text.append("{}\n");
        }
    }

    /** With line ends as chosen, and maybe without the last one. */
    String text() {
        boolean mayEnd = !text.toString().endsWith("b: c\n"); // a text over several lines would lose its last one
        String all = mayEnd && random.nextInt(4) == 0 ? text.toString().stripTrailing() : text.toString();
        return random.nextInt(4) == 0 ? all.replace("\n", "\r\n") : all;
    }

    JsonNode tree() {
        return tree;
    }

    /** As they stand in the text. */
    List<String> comments() {
        return comments;
    }

    static String place(String comment) {
        return comment.substring(comment.indexOf('@') + 1, comment.length() - 1);
    }

    static JsonNode randomValue(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 5 : 8)) {
            case 0 -> JSON.numberNode(random.nextInt(-5, 100_000));
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> random.nextInt(3) == 0 ? JSON.nullNode() : JSON.numberNode(random.nextInt(100) / 4.0);
            case 3, 4 -> JSON.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 5 -> {
                ArrayNode list = JSON.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(randomValue(random, depth + 1));
                }
                yield list;
            }
            default -> {
                ObjectNode map = JSON.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.set(randomKey(random), randomValue(random, depth + 1));
                }
                yield map;
            }
        };
    }

    static String randomKey(Random random) {
        return KEYS.get(random.nextInt(KEYS.size()));
    }

    private ObjectNode map(int column, String place, int depth) {
        ObjectNode map = JSON.objectNode();
        for (int i = random.nextInt(depth == 0 ? 6 : 4) + (depth == 0 ? 0 : 1); i > 0; i--) {
            String key = randomKey(random);
            if (!map.has(key)) {
                String at = place + "/" + key;
                blankLine();
                comment(at, column);
                text.append(" ".repeat(column)).append(isOdd(key) ? quoted(key) : key).append(':');
                map.set(key, value(column, at, depth));
            }
        }
        return map;
    }

    private JsonNode value(int column, String place, int depth) {
        int kind = random.nextInt(depth > 3 ? 4 : 8);
        return switch (kind) {
            case 0 -> {
                lineEnd(place);
                yield JSON.nullNode();
            }
            case 1 -> block(column);
            case 2, 3 -> flow(place);
            case 4 -> {
                lineEnd(place);
                yield list(column + dash, place, depth + 1);
            }
            default -> {
                lineEnd(place);
                ObjectNode map = map(column + step, place, depth + 1);
                comment(place, column + step);
                yield map;
            }
        };
    }

    private JsonNode list(int column, String place, int depth) {
        ArrayNode list = JSON.arrayNode();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            String at = place + "/" + list.size();
            comment(at, column);
            text.append(" ".repeat(column)).append('-');
            if (depth < 4 && random.nextInt(3) == 0) {
                text.append(" k: 1\n");
                ObjectNode map = map(column + 2, at, depth + 1);
                map.put("k", 1);
                list.add(map);
            } else {
                list.add(flow(at));
            }
        }
        return list;
    }

    /** Text over several lines. */
    private JsonNode block(int column) {
        String indent = " ".repeat(column + step);
        text.append(" |").append(random.nextBoolean() ? "-" : "").append('\n');
        boolean isStripped = text.charAt(text.length() - 2) == '-';
        text.append(indent).append("# no comment\n").append(indent).append("b: c\n");
        return JSON.textNode("# no comment\nb: c" + (isStripped ? "" : "\n"));
    }

    private JsonNode flow(String place) {
        JsonNode value = randomValue(random, 2);
        boolean isLong = value.isArray() && !value.isEmpty() && random.nextBoolean();
        text.append(' ');
        if (isLong) {
            text.append("[ # c\n");
            value.forEach(item -> text.append("     ").append(flowText(item)).append(", # c\n"));
            text.append("    ]");
        } else {
            text.append(flowText(value));
        }
        lineEnd(place);
        return value;
    }

    private String flowText(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                var all = new ArrayList<String>();
                value.properties().forEach(property -> all.add(quoted(property.getKey()) + ": " + flowText(property.getValue())));
                yield "{" + String.join(", ", all) + "}";
            }
            case ARRAY -> {
                var all = new ArrayList<String>();
                value.forEach(item -> all.add(flowText(item)));
                yield "[" + String.join(" , ", all) + "]";
            }
            case STRING -> quoted(value.textValue());
            default -> value.toString();
        };
    }

    private String quoted(String value) {
        boolean isSimple = value.chars().allMatch(c -> c >= ' ' && c != '\'' && c != 127);
        return isSimple && random.nextBoolean() ? "'" + value + "'" : JSON.textNode(value).toString();
    }

    private static boolean isOdd(String key) {
        return key.startsWith("#") || key.equals("-");
    }

    private void lineEnd(String place) {
        if (random.nextInt(4) == 0) {
            text.append("   ").append(newComment(place));
        }
        text.append('\n');
    }

    private void comment(String place, int column) {
        if (random.nextInt(3) == 0) {
            text.append(" ".repeat(column)).append(newComment(place)).append('\n');
        }
    }

    private void blankLine() {
        if (random.nextInt(5) == 0) {
            text.append('\n');
        }
    }

    private String newComment(String place) {
        String comment = "#c" + comments.size() + "@" + place + "#";
        comments.add(comment);
        return comment;
    }
}
