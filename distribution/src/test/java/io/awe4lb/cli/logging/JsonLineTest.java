package io.awe4lb.cli.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonLineTest {

    private static final LoggerContext CONTEXT = new LoggerContext();

    private static String line(String message, Throwable thrown, Object... arguments) {
        var event =
                new LoggingEvent(JsonLineTest.class.getName(), CONTEXT.getLogger("io.awe4lb.Some"), Level.WARN, message, thrown, arguments);
        event.setInstant(Instant.parse("2026-03-01T12:00:00.123456789Z"));
        event.setThreadName("main");
        return JsonLine.of(event);
    }

    @Test
    void aLineHasWhatAProgramLooksFor() {
        assertEquals(
                """
                        {"time":"2026-03-01T12:00:00.123Z","level":"warn","logger":"io.awe4lb.Some","thread":"main","message":"pool web: 3 backends"}
                        """,
                line("pool {}: {} backends", null, "web", 3));
    }

    @Test
    void whateverAMessageHasItStaysOneLine() throws Exception {
        String nasty = "a\nb\r\n\"c\" \\ \u0000 é \u2028";
        String line = line(nasty, null);
        assertEquals(1, line.lines().filter(one -> !one.startsWith("\u2028")).count(), line);
        assertEquals(nasty, new ObjectMapper().readTree(line).path("message").asText());
    }

    @Test
    void anExceptionIsWithinTheLine() throws Exception {
        String line = line("failed", new IllegalStateException("broken", new RuntimeException("below")));
        assertEquals(1, line.lines().count(), line);
        JsonNode stack = new ObjectMapper().readTree(line).path("stack");
        assertTrue(stack.asText().startsWith("java.lang.IllegalStateException: broken"), line);
        assertTrue(stack.asText().contains("Caused by: java.lang.RuntimeException: below"), line);
    }
}
