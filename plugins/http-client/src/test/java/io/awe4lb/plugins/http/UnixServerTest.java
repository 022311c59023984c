package io.awe4lb.plugins.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixServerTest {

    private static final Request REQUEST = Request.get("/list?all=1").with("X-Zone", "eu");

    @TempDir
    Path directory;

    /** What a test does with a client. */
    private interface Question<T> {
        T ask(Server server) throws Exception;
    }

    private <T> T with(UnixServer.Part part, Question<T> question) throws Exception {
        Path socket = directory.resolve("socket");
        try (var _ = new UnixServer(socket, part); Server server = client(socket)) {
            return question.ask(server);
        }
    }

    private static Server client(Path socket) {
        Endpoint endpoint = Endpoint.of("endpoint", "unix:" + socket);
        return Server.at(endpoint, Tls.of(Options.defaults(), endpoint));
    }

    private static String text(Server server) throws Exception {
        return server.ask(REQUEST).requireOk("", "").text();
    }

    private void assertFails(String sentence, UnixServer.Part part) {
        String said = assertThrows(DiscoveryException.class, () -> with(part, UnixServerTest::text)).getMessage();
        assertTrue(said.contains("/socket (/list) " + sentence), said);
        assertTrue(directory.resolve("socket").toFile().delete());
    }

    @Test
    void sendsWhatIsAskedAndReadsAnAnswerWithALength() throws Exception {
        var asked = new CompletableFuture<String>();
        assertEquals("grün", with((request, out) -> {
            asked.complete(request);
            UnixServer.answer(out, 200, "grün");
        }, UnixServerTest::text));
        String request = asked.get(30, TimeUnit.SECONDS);
        assertTrue(request.startsWith("GET /list?all=1 HTTP/1.1\r\nHost: localhost\r\n"), request);
        assertTrue(request.contains("\r\nX-Zone: eu\r\n"), request);
    }

    @Test
    void sendsABody() throws Exception {
        var asked = new CompletableFuture<String>();
        with((request, out) -> {
            asked.complete(request);
            UnixServer.answer(out, 200, "{}");
        }, server -> server.ask(Request.post("/x", "{\"a\":1}")).json());
        assertTrue(asked.get(30, TimeUnit.SECONDS).contains("Content-Length: 7\r\n"));
    }

    @Test
    void readsChunksAndWhatEndsWithTheConnectionAndPassesOverInterimAnswers() throws Exception {
        assertEquals("onetwo", with((_, out) -> {
            UnixServer.begin(out);
            UnixServer.chunk(out, "one");
            UnixServer.chunk(out, "two");
            UnixServer.write(out, "0\r\n\r\n");
        }, UnixServerTest::text));
        assertTrue(directory.resolve("socket").toFile().delete());
        assertEquals("to the end",
                with((_, out) -> UnixServer.write(out, "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\n\r\nto the end"),
                        UnixServerTest::text));
    }

    @Test
    void whatIsNoAnswerIsAFailure() {
        assertFails("answers 500 (no quorum)", (_, out) -> UnixServer.answer(out, 500, "no quorum\n"));
        assertFails("answers 204", (_, out) -> UnixServer.write(out, "HTTP/1.1 204 Nothing\r\n\r\n"));
        assertFails("breaks off: ", (_, out) -> UnixServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"));
        assertFails("breaks off: ", (_, out) -> {
            UnixServer.begin(out);
            UnixServer.chunk(out, "half");
        });
        assertFails("breaks off: ", (_, _) -> {});
        assertFails("breaks off: no HTTP/1.1 is spoken there", (_, out) -> UnixServer.write(out, "SSH-2.0-OpenSSH\r\n\r\n"));
        assertFails("answers more than 16 MiB", (_, out) -> endless(out));
    }

    private static void endless(OutputStream out) throws Exception {
        UnixServer.write(out, "HTTP/1.1 200 OK\r\n\r\n");
        byte[] bytes = new byte[1 << 20];
        for (int i = 0; i < 100; i++) {
            out.write(bytes);
        }
    }

    @Test
    void aSocketThatIsNotThereOrNobodyListensAtIsNamed() throws Exception {
        Path socket = directory.resolve("socket");
        String said = assertThrows(DiscoveryException.class, () -> text(client(socket))).getMessage();
        assertTrue(said.contains("/socket (/list) does not exist: is the server running"), said);
        new UnixServer(socket, (_, _) -> {}).close();
        said = assertThrows(DiscoveryException.class, () -> text(client(socket))).getMessage();
        assertTrue(said.contains("does not take the connection: is it running"), said);
    }

    @Test
    void anInterruptEndsAQuestionThatIsNotAnsweredAndAStreamThatIsSilent() throws Exception {
        for (Question<?> question : List.<Question<?>>of(UnixServerTest::text, server -> server.follow(REQUEST).next())) {
            var asked = new CountDownLatch(1);
            var ended = new CompletableFuture<Throwable>();
            with((_, out) -> {
                UnixServer.begin(out);
                asked.countDown();
                new CountDownLatch(1).await();
            }, server -> {
                Thread asking = Thread.ofVirtual().start(() -> {
                    try {
                        question.ask(server);
                    } catch (Throwable failure) {
                        ended.complete(failure);
                    }
                });
                assertTrue(asked.await(30, TimeUnit.SECONDS));
                asking.interrupt();
                return assertInstanceOf(InterruptedException.class, ended.get(30, TimeUnit.SECONDS));
            });
            assertTrue(directory.resolve("socket").toFile().delete());
        }
    }

    @Test
    void aStreamIsReadALineAtATimeAsItComes() throws Exception {
        var goOn = new CountDownLatch(1);
        with((_, out) -> {
            UnixServer.begin(out);
            UnixServer.chunk(out, "{\"a\":1}\n{\"b\"");
            goOn.await();
            UnixServer.chunk(out, ":2}\n");
            UnixServer.write(out, "0\r\n\r\n");
        }, server -> {
            try (Lines lines = server.follow(REQUEST)) {
                assertEquals(200, lines.status());
                assertEquals(Optional.of("{\"a\":1}"), lines.next());
                goOn.countDown();
                assertEquals(Map.of("b", 2), Json.parse(lines.next().orElseThrow()));
                return assertEqualsEmpty(lines.next());
            }
        });
    }

    private static boolean assertEqualsEmpty(Optional<String> line) {
        assertEquals(Optional.empty(), line);
        return true;
    }

    @Test
    void aStreamThatIsRefusedOrBreaksOffSaysWhy() throws Exception {
        with((_, out) -> UnixServer.answer(out, 403, "not you"), server -> {
            try (Lines lines = server.follow(REQUEST)) {
                assertEquals(403, lines.status());
                assertEquals("not you", lines.whole().text());
            }
            return true;
        });
        assertTrue(directory.resolve("socket").toFile().delete());
        with((_, out) -> {
            UnixServer.begin(out);
            UnixServer.chunk(out, "one\nhalf");
        }, server -> {
            try (Lines lines = server.follow(REQUEST)) {
                assertEquals(Optional.of("one"), lines.next());
                return assertThrows(DiscoveryException.class, lines::next);
            }
        });
    }

    @Test
    void aSocketsNameIsReadInBothForms() {
        assertEquals("unix:/run/docker.sock", Endpoint.of("endpoint", "unix:///run/docker.sock").toString());
        assertEquals("unix:/run/docker.sock", Endpoint.of("endpoint", "unix:/run/docker.sock").toString());
        for (String wrong : new String[] {"unix:run", "unix:", "tcp://x:2375", "http://u:p@x", "http://x/?a=b", "x"}) {
            String said = assertThrows(IllegalArgumentException.class, () -> Endpoint.of("endpoint", wrong)).getMessage();
            assertTrue(said.startsWith("endpoint: ") && said.contains("unix:/"), said);
        }
    }
}
