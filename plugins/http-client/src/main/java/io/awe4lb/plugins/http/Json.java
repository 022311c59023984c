package io.awe4lb.plugins.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON as plain maps and lists, strictly: one value, no key twice, nothing after it. */
public final class Json {

    private static final JsonFactory JSON_FACTORY = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Json() {}

    /**
     * Parses.
     *
     * @param text one JSON value
     * @return of maps, lists, texts, numbers, flags and null
     * @throws IllegalArgumentException with a sentence, if it is no JSON
     */
    public static Object parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("it is no JSON, but empty");
        }
        try (JsonParser parser = JSON_FACTORY.createParser(text)) {
            Object tree = JSON.std.anyFrom(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("something follows after the end of the JSON");
            }
            return tree;
        } catch (JacksonException failure) {
            var place = failure.getLocation();
            String where = place == null ? "" : " at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
            boolean isTwice = String.valueOf(failure.getMessage()).startsWith("Duplicate");
            throw new IllegalArgumentException((isTwice ? "a key stands there twice%s" : "it is no JSON%s").formatted(where), failure);
        } catch (IOException impossible) {
            throw new AssertionError("a text does not fail to be read", impossible);
        }
    }

    /**
     * Writes.
     *
     * @param tree of maps, lists, texts, numbers and flags
     * @return in one line
     */
    public static String write(Object tree) {
        try {
            return JSON.std.asString(tree);
        } catch (IOException impossible) {
            throw new AssertionError("a tree does not fail to be written", impossible);
        }
    }

    /** What is under these keys, one within the other; empty: not there, null, or one of them is not in a map. */
    public static Optional<Object> at(Object tree, String... keys) {
        Optional<Object> found = Optional.ofNullable(tree);
        for (String key : keys) {
            found = found.map(each -> each instanceof Map<?, ?> map ? map.get(key) : null);
        }
        return found;
    }

    /** A text, or a number as text. */
    public static Optional<String> text(Object tree, String... keys) {
        return at(tree, keys).filter(value -> value instanceof String || value instanceof Number).map(Object::toString);
    }

    /** A whole number of the size of an int. */
    public static Optional<Integer> number(Object tree, String... keys) {
        return at(tree, keys).filter(Integer.class::isInstance).map(Integer.class::cast);
    }

    /** A list; empty when there is none. */
    public static List<?> list(Object tree, String... keys) {
        return at(tree, keys).<List<?>>map(value -> value instanceof List<?> list ? list : List.of()).orElse(List.of());
    }

    /** A map; empty when there is none. */
    public static Map<?, ?> map(Object tree, String... keys) {
        return at(tree, keys).<Map<?, ?>>map(value -> value instanceof Map<?, ?> map ? map : Map.of()).orElse(Map.of());
    }
}
