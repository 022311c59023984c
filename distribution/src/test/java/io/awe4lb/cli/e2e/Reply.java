package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;

/**
 * What the REST API answered.
 *
 * @param status of HTTP
 * @param headers all of them
 * @param body as text
 * @param request in words, for whoever reads why a test failed
 */
record Reply(int status, HttpHeaders headers, String body, String request) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Reply with(int expected) {
        assertEquals(expected, status, this::toString);
        return this;
    }

    /** Fails unless it is a problem document with this code. */
    Reply refusedAs(int expected, String code) throws JsonProcessingException {
        with(expected);
        assertTrue(header("Content-Type").startsWith("application/problem+json"), this::toString);
        assertEquals(code, json().path("code").asText(), this::toString);
        assertEquals(expected, json().path("status").asInt(), this::toString);
        return this;
    }

    Reply saying(String... words) {
        for (String part : words) {
            assertTrue(body.contains(part), () -> "no '" + part + "' in " + this);
        }
        return this;
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    String etag() {
        return header("ETag");
    }

    JsonNode json() throws JsonProcessingException {
        return JSON.readTree(body);
    }

    /** Text or number at a pointer. */
    String at(String pointer) throws JsonProcessingException {
        return json().at(pointer).asText();
    }

    @Override
    public String toString() {
        return request + " → " + status + " " + headers.map() + "\n" + body;
    }
}
