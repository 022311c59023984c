package io.awe4lb.plugins.discovery.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;

/** Parses JSON into maps and lists, strictly: one value, no key twice, nothing after it. */
final class JsonTree {

    private static final JsonFactory JSON_FACTORY = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private JsonTree() {}

    /** @throws IllegalArgumentException with a sentence, if it is no JSON */
    static Object parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("it is no JSON, but empty: write [] for no backends");
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
}
