package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A value of a document with the span of its text: offsets of characters, from the anchor, if it has one, to after its last character. */
sealed interface Written {

    int start();

    int end();

    /**
     * A map.
     *
     * @param isFlow whether it stands in braces
     * @param entries as written, those of {@code <<} among them
     */
    record Mapping(int start, int end, boolean isFlow, List<Entry> entries) implements Written {}

    /**
     * A key with its value.
     *
     * @param start of the key
     * @param end of the key
     * @param colon offset of the colon after it, -1 if there is none where one is looked for
     */
    record Entry(String key, int start, int end, int colon, Written value) {

        /** Whether its value is merged into the map: the merge key of YAML 1.1. */
        boolean isMerge() {
            return key.equals("<<");
        }
    }

    /**
     * A list.
     *
     * @param isFlow whether it stands in brackets
     */
    record Sequence(int start, int end, boolean isFlow, List<Item> items) implements Written {}

    /**
     * A value of a list.
     *
     * @param dash offset of the dash before it, -1 if there is none where one is looked for
     */
    record Item(int dash, Written value) {}

    /**
     * A scalar.
     *
     * @param json what it means
     */
    record Scalar(int start, int end, JsonNode json) implements Written {

        boolean isAbsent() {
            return start == end;
        }
    }

    /**
     * A value that stands elsewhere.
     *
     * @param target that value
     */
    record Alias(int start, int end, Written target) implements Written {}

    /** What it means, with aliases and merge keys expanded. Aliases share nodes. */
    default JsonNode json() {
        return switch (this) {
            case Scalar(_, _, var json) -> json;
            case Alias(_, _, var target) -> target.json();
            case Sequence(_, _, _, var items) -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
                items.forEach(item -> array.add(item.value().json()));
                yield array;
            }
            case Mapping(_, _, _, var entries) -> json(entries);
        };
    }

    private static ObjectNode json(List<Entry> entries) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        entries.stream().filter(entry -> !entry.isMerge()).forEach(entry -> object.set(entry.key(), entry.value().json()));
        entries.stream().filter(Entry::isMerge).forEach(entry -> merge(object, entry.value().json()));
        return object;
    }

    private static void merge(ObjectNode object, JsonNode other) {
        if (other.isArray()) {
            other.forEach(one -> merge(object, one));
        } else {
            for (Map.Entry<String, JsonNode> property : other.properties()) {
                object.putIfAbsent(property.getKey(), property.getValue());
            }
        }
    }
}
