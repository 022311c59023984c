package io.awe4lb.kernel.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What edits mean: the same on a tree. Trees that are given are not changed. */
final class TreeEdit {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TreeEdit() {}

    /** Replaces or adds a value; parents that are not there are made, as maps. */
    static JsonNode put(JsonNode tree, JsonPointer pointer, JsonNode value) throws NoSuchPlaceException {
        return put(tree, pointer, value, pointer);
    }

    private static JsonNode put(JsonNode tree, JsonPointer rest, JsonNode value, JsonPointer all) throws NoSuchPlaceException {
        if (rest.matches()) {
            return value;
        }
        String name = rest.getMatchingProperty();
        switch (tree) {
            case ArrayNode list -> {
                int index = name.equals("-") ? list.size() : index(name, list.size(), rest, all);
                ArrayNode copy = JSON.arrayNode().addAll(list);
                JsonNode old = index < list.size() ? list.get(index) : copy.add(JSON.nullNode()).get(index);
                copy.set(index, put(old, rest.tail(), value, all));
                return copy;
            }
            case ObjectNode map -> {
                ObjectNode copy = JSON.objectNode().setAll(map);
                copy.set(name, put(map.path(name), rest.tail(), value, all));
                return copy;
            }
            default -> {
                if (!tree.isNull() && !tree.isMissingNode()) {
                    throw noPlace(rest, all, "is %s, in which nothing can stand: replace it by a map".formatted(Quoted.of(tree.asText())));
                }
                return JSON.objectNode().set(name, put(JSON.nullNode(), rest.tail(), value, all));
            }
        }
    }

    /** Takes a value away. */
    static JsonNode remove(JsonNode tree, JsonPointer pointer) throws NoSuchPlaceException {
        return pointer.matches() ? JSON.objectNode() : remove(tree, pointer, pointer);
    }

    private static JsonNode remove(JsonNode tree, JsonPointer rest, JsonPointer all) throws NoSuchPlaceException {
        String name = rest.getMatchingProperty();
        boolean isLast = rest.tail().matches();
        switch (tree) {
            case ArrayNode list -> {
                int index = index(name, list.size() - 1, rest, all);
                ArrayNode copy = JSON.arrayNode().addAll(list);
                if (isLast) {
                    copy.remove(index);
                } else {
                    copy.set(index, remove(list.get(index), rest.tail(), all));
                }
                return copy;
            }
            case ObjectNode map when map.has(name) -> {
                ObjectNode copy = JSON.objectNode().setAll(map);
                if (isLast) {
                    copy.remove(name);
                } else {
                    copy.set(name, remove(map.get(name), rest.tail(), all));
                }
                return copy;
            }
            default -> throw noPlace(rest, all, "has no entry " + Quoted.of(name));
        }
    }

    /** JSON Merge Patch (RFC 7396). */
    static JsonNode merge(JsonNode tree, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result = tree instanceof ObjectNode map ? JSON.objectNode().setAll(map) : JSON.objectNode();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                result.set(change.getKey(), merge(result.path(change.getKey()), change.getValue()));
            }
        }
        return result;
    }

    private static int index(String name, int most, JsonPointer rest, JsonPointer all) throws NoSuchPlaceException {
        boolean isIndex = name.matches("0|[1-9][0-9]{0,8}") && Integer.parseInt(name) <= most;
        if (!isIndex) {
            throw noPlace(rest, all, "is a list without an item " + Quoted.of(name));
        }
        return Integer.parseInt(name);
    }

    private static NoSuchPlaceException noPlace(JsonPointer rest, JsonPointer all, String what) {
        String whole = all.toString();
        String parent = whole.substring(0, whole.length() - rest.toString().length());
        return new NoSuchPlaceException(whole, (parent.isEmpty() ? "the configuration" : parent) + " " + what);
    }
}
