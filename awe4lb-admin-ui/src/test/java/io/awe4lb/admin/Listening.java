package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client of server-sent events. */
final class Listening implements AutoCloseable {

    private static final String END = "end of the stream";
    private static final long DEADLINE = 15_000_000_000L;

    private final HttpResponse<Stream<String>> response;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Listening(HttpResponse<Stream<String>> response) {
        this.response = response;
    }

    static Listening begin(HttpClient http, HttpRequest request) throws Exception {
        Listening listening = new Listening(http.send(request, BodyHandlers.ofLines()));
        Thread.ofVirtual().start(listening::read);
        return listening;
    }

    private void read() {
        try {
            response.body().forEach(lines::add);
        } catch (UncheckedIOException _) { // the server cut it, or this test
            lines.add(END);
        }
        lines.add(END);
    }

    int status() {
        return response.statusCode();
    }

    String type() {
        return response.headers().firstValue("content-type").orElse("");
    }

    /** The next line that is not empty. */
    String line() throws InterruptedException {
        String line = lines.poll(15, TimeUnit.SECONDS);
        assertNotNull(line, "nothing came");
        return line.isEmpty() ? line() : line;
    }

    /** The data of the next message. */
    JsonNode data() throws Exception {
        String line = line();
        while (!line.startsWith("data: ")) {
            assertNotEnd(line);
            line = line();
        }
        return new ObjectMapper().readTree(line.substring("data: ".length()));
    }

    private static void assertNotEnd(String line) {
        if (line.equals(END)) {
            throw new AssertionError(END);
        }
    }

    void seesEnd() throws InterruptedException {
        long begin = System.nanoTime();
        String line = line();
        while (!line.equals(END) && System.nanoTime() - begin < DEADLINE) {
            line = line();
        }
        assertEquals(END, line);
    }

    @Override
    public void close() {
        response.body().close();
    }
}
