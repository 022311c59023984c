package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the server answered.
 *
 * @param status of HTTP
 * @param headers by name in lower case
 * @param body as text
 */
record Answer(int status, Map<String, List<String>> headers, String body) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    String tag() {
        return header("etag").orElseThrow(() -> new AssertionError("no ETag: " + this));
    }

    JsonNode json() {
        try {
            return MAPPER.readTree(body);
        } catch (IOException broken) {
            throw new UncheckedIOException(body, broken);
        }
    }

    Answer is(int expected) {
        assertEquals(expected, status, body);
        return this;
    }

    /** It is a problem document with this code. */
    Answer isProblem(int expected, String code) {
        is(expected);
        assertEquals("application/problem+json", header("content-type").orElse(""), body);
        assertEquals(code, json().path("code").asText(), body);
        assertEquals(expected, json().path("status").asInt(), body);
        assertTrue(json().path("detail").asText().length() > 5, body);
        return this;
    }
}
