package io.awe4lb.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final String KEPT = """
            HTTP/1.1 200 OK\r
            Content-Type: text/plain\r
            Content-Length: 2\r
            Connection: keep-alive\r
            \r
            a
            """;
    private static final String CLOSED = KEPT.replace("keep-alive", "close");

    @Test
    void linesComeBackWithTheName() throws IOException {
        assertEquals("a: hello\na: \na: last\n", answers("hello\r\n\nlast"));
    }

    @Test
    void whoSaysNothingHearsNothing() throws IOException {
        assertEquals("", answers(""));
    }

    @Test
    void everyByteOfALineComesBack() throws IOException {
        assertEquals("a: \u0000\u00ff\u00e4\n", answers("\u0000\u00ff\u00e4\n"));
    }

    @Test
    void aLineWithoutEndComesBackInParts() throws IOException {
        String part = "x".repeat(8192);
        assertEquals("a: " + part + "\na: " + part + "\na: x\n", answers(part + part + "x"));
    }

    @Test
    void aRequestIsAnsweredWithTheName() throws IOException {
        assertEquals(KEPT, answers("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    @Test
    void requestsOnOneConnectionAreAllAnswered() throws IOException {
        assertEquals(KEPT + KEPT, answers("GET / HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n"));
    }

    @Test
    void aClientThatWantsToCloseIsAnsweredOnce() throws IOException {
        assertEquals(CLOSED, answers("GET / HTTP/1.1\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\n\r\n"));
    }

    @Test
    void anOldClientIsAnsweredOnceUnlessItAsksForMore() throws IOException {
        assertEquals(CLOSED, answers("GET / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\n\r\n"));
        assertEquals(KEPT + CLOSED, answers("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\nGET / HTTP/1.0\r\n\r\n"));
    }

    @Test
    void aBodyIsNotTakenForTheNextRequest() throws IOException {
        assertEquals(KEPT + KEPT, answers("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nGET /GET / HTTP/1.1\r\n\r\n"));
    }

    @Test
    void aHeadRequestHasNoBody() throws IOException {
        assertEquals(KEPT.substring(0, KEPT.length() - 2), answers("HEAD / HTTP/1.1\r\n\r\n"));
    }

    @Test
    void nonsenseAfterARequestIsRefused() throws IOException {
        assertEquals(KEPT + "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                answers("GET / HTTP/1.1\r\n\r\nhello\n"));
    }

    private static String answers(String said) throws IOException {
        var out = new ByteArrayOutputStream();
        new Conversation("a", new ByteArrayInputStream(said.getBytes(ISO_8859_1)), out).hold();
        return out.toString(ISO_8859_1);
    }
}
