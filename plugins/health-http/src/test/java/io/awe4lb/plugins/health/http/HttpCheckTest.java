package io.awe4lb.plugins.health.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.plugins.health.conversation.Found;
import io.awe4lb.plugins.health.conversation.PlayedBackend;
import io.awe4lb.plugins.health.conversation.SignedByNobody;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Options;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCheckTest {

    private static final String HEAD_END = "\r\n\r\n";
    private static final Options BODY_OK = Options.defaults().with(HttpCheckProvider.BODY, "\"status\": *\"ok\"");

    private static HealthCheck check(Options options) {
        return new HttpCheckProvider().create(options);
    }

    private static CheckResult answered(Options options, String answer) throws Exception {
        try (var backend = PlayedBackend.answering(HEAD_END, answer)) {
            return Found.by(check(options), backend.target());
        }
    }

    @Test
    void passesWithAStatusThatIsExpected() throws Exception {
        Found.passed("answered 200 OK", answered(Options.defaults(), "HTTP/1.1 200 OK\r\n\r\n"));
        Found.passed("answered 399", answered(Options.defaults(), "HTTP/1.0 399\r\n\r\n"));
        Found.passed("answered 503 No", answered(Options.defaults().with(HttpCheckProvider.STATUS, List.of("200", "500-599")),
                "HTTP/1.1 503 No\r\nContent-Length: 5\r\n\r\n"));
    }

    @Test
    void failsWithAnotherStatus() throws Exception {
        Found.failed("http_status", "it answered 404 Not Found, expected 200-399",
                answered(Options.defaults(), "HTTP/1.1 404 Not Found\r\n\r\n"));
        Found.failed("http_status", "it answered 200 OK, expected 204, 300-301",
                answered(Options.defaults().with(HttpCheckProvider.STATUS, List.of("204", "300-301")), "HTTP/1.1 200 OK\r\n\r\n"));
    }

    @Test
    void leavesInterimAnswersAside() throws Exception {
        Found.passed("answered 200 OK", answered(Options.defaults(), "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"));
        Found.failed("answer_invalid", "it answered with 1xx only, again and again",
                answered(Options.defaults(), "HTTP/1.1 100 Continue\r\n\r\n".repeat(20)));
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 17, '{\"status\": \"ok\"}\n'",
        "Transfer-Encoding: chunked, '5\r\n{\"sta\r\n0B\r\ntus\": \"ok\"}\r\n0\r\n\r\n'",
        "X: until the end, '{\"status\":\"ok\"}'"})
    void looksForTheBodyHoweverItIsFramed(String header, String body) throws Exception {
        Found.passed("answered 200 OK", answered(BODY_OK, "HTTP/1.1 200 OK\r\n" + header + HEAD_END + body));
    }

    @Test
    void failsWithAnotherBody() throws Exception {
        Found.failed("http_body",
                "it answered 200 OK, but '\"status\": *\"ok\"' is not in its body, which begins with \"{\\\"status\\\": \\\"down\\\"}\"",
                answered(BODY_OK, "HTTP/1.1 200 OK\r\n\r\n{\"status\": \"down\"}"));
    }

    @Test
    void readsNoMoreOfAHugeBodyThanItsLimit() throws Exception {
        Options options = BODY_OK.with(HttpCheckProvider.BODY_LIMIT, 1024L);
        try (var backend = PlayedBackend.playing(connection -> {
            PlayedBackend.answer(connection, HEAD_END, "HTTP/1.1 200 OK\r\n\r\n");
            while (true) { // until the check has closed
                PlayedBackend.say(connection, "x".repeat(1024));
            }
        })) {
            Found.failedLike("http_body", ".*is not in the first 1024 bytes of its body, which begins with \"x+…\"",
                    Found.by(check(options), backend.target()));
        }
    }

    @Test
    void failsWithAHeadThatIsTooLong() throws Exception {
        Found.failedLike("answer_too_long",
                "the head of its answer is too long: lines of 8192 bytes, 200 headers and 65536 bytes are the most",
                answered(Options.defaults(), "HTTP/1.1 200 OK\r\nX: " + "x".repeat(10_000) + HEAD_END));
        Found.failedLike("answer_too_long", "the head of its answer is too long.*",
                answered(Options.defaults(), "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(300) + HEAD_END));
        Found.failedLike("answer_too_long", "the head of its answer is too long.*",
                answered(Options.defaults(), "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(15_000)));
    }

    @Test
    void saysThatTheAnswerIsNotHttp() throws Exception {
        Found.failedLike("answer_invalid", "its answer is not HTTP/1.1 .*: is this the port of an HTTP server, and 'tls' as it expects\\?",
                answered(Options.defaults(), "SSH-2.0-OpenSSH_9.2\r\n"));
        Found.failedLike("answer_invalid", ".*", answered(Options.defaults(), "HTTP/1.1 abc OK\r\n\r\n"));
        Found.failedLike("answer_invalid", ".*", answered(BODY_OK, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"));
    }

    @Test
    void saysThatTheAnswerEndedTooSoon() throws Exception {
        Found.failedLike("no_answer", ".*", answered(Options.defaults(), ""));
        Found.failedLike("answer_incomplete", "it ended the connection after 20 bytes.*",
                answered(Options.defaults(), "HTTP/1.1 200 OK\r\nX: "));
        Found.failedLike("answer_incomplete", ".*", answered(BODY_OK, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"));
        Found.failedLike("answer_incomplete", ".*", answered(BODY_OK, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"));
    }

    @Test
    void endsInTimeWhereTheBodyDoesNotCome() throws Exception {
        try (var backend = PlayedBackend.playing(connection -> {
            PlayedBackend.answer(connection, HEAD_END, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
            PlayedBackend.waitForEnd(connection);
        })) {
            Found.failedLike("answer_timeout", "its answer was not complete within .*",
                    Found.by(check(BODY_OK), backend.target(Duration.ofMillis(300))));
            Found.passed("answered 200 OK", Found.by(check(Options.defaults()), backend.target()));
        }
    }

    @Test
    void leavesWhenInterrupted() throws Exception {
        BlockingQueue<Socket> asked = new ArrayBlockingQueue<>(1);
        try (var backend = PlayedBackend.playing(connection -> {
            asked.add(connection);
            PlayedBackend.waitForEnd(connection);
        })) {
            Found.Running running = Found.begin(check(Options.defaults()), backend.target());
            assertTrue(asked.poll(30, TimeUnit.SECONDS) != null, "it has connected");
            Found.leavesWhenInterrupted(running);
        }
    }

    @Test
    void asksAsConfigured() throws Exception {
        BlockingQueue<String> asked = new ArrayBlockingQueue<>(2);
        Options options = Options.defaults().with(HttpCheckProvider.METHOD, "HEAD").with(HttpCheckProvider.PATH, "/health?deep=1")
                .with(HttpCheckProvider.HEADERS, Map.of("host", "web.example.com", "X-Check", "a b", "accept", "text/plain"));
        try (var backend = PlayedBackend
                .playing(connection -> asked.add(PlayedBackend.answer(connection, HEAD_END, "HTTP/1.1 200 OK\r\n\r\n")))) {
            Found.by(check(options), backend.target());
            Found.by(check(Options.defaults()), backend.target());

            assertEquals("""
                    HEAD /health?deep=1 HTTP/1.1\r
                    Accept: text/plain\r
                    Connection: close\r
                    host: web.example.com\r
                    User-Agent: awe4lb\r
                    X-Check: a b\r
                    \r
                    """, asked.take());
            assertEquals("""
                    GET / HTTP/1.1\r
                    Host: localhost:%d\r
                    Accept: */*\r
                    Connection: close\r
                    User-Agent: awe4lb\r
                    \r
                    """.formatted(backend.address().getPort()), asked.take());
        }
    }

    @Test
    void asksOverTls(@TempDir Path directory) throws Exception {
        SignedByNobody certificate = SignedByNobody.make(directory, 30);
        Options tls = BODY_OK.with(HttpCheckProvider.TLS, true);
        try (var backend = PlayedBackend.secured(certificate,
                connection -> PlayedBackend.answer(connection, HEAD_END, "HTTP/1.1 200 OK\r\n\r\n{\"status\": \"ok\"}"))) {
            Found.passed("answered 200 OK", Found.by(check(tls.with(Tls.CA, certificate.pem().toString())), backend.target()));
            Found.failedLike("certificate_untrusted", ".*", Found.by(check(tls), backend.target()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            textBlock = """
                    status  | 99      | 'status' takes numbers from 100 to 599 and ranges, like [200-299, 401], but not '99'
                    status  | 300-200 | 'status' takes numbers from 100 to 599 and ranges, like [200-299, 401], but not '300-200'
                    method  | G T     | 'method: G T' is not the name of a method, like GET, HEAD or POST
                    path    | health  | 'path: health' has to begin with / and to have neither spaces nor characters beyond ASCII: write those as %NN
                    path    | /a b    | 'path: /a b' has to begin with / and to have neither spaces nor characters beyond ASCII: write those as %NN
                    body    | (       | 'body' is not a regular expression: Unclosed group near position 1 of (
                    ca      | ca.pem  | 'ca' has a meaning with 'tls: true' only: set that, or leave it out
                    """)
    void refusesWhatCannotBe(String option, String value, String sentence) {
        Options options = switch (option) {
            case "status" -> Options.defaults().with(HttpCheckProvider.STATUS, List.of(value));
            case "method" -> Options.defaults().with(HttpCheckProvider.METHOD, value);
            case "path" -> Options.defaults().with(HttpCheckProvider.PATH, value);
            case "body" -> Options.defaults().with(HttpCheckProvider.BODY, value);
            default -> Options.defaults().with(Tls.CA, value);
        };
        assertEquals(sentence, assertThrows(IllegalArgumentException.class, () -> check(options)).getMessage());
    }

    @Test
    void refusesHeadersThatCouldSmuggle() {
        for (Map<String, String> headers : List.of(Map.of("X", "a\r\nY: b"), Map.of("X y", "a"), Map.of("content-length", "3"))) {
            assertThrows(IllegalArgumentException.class, () -> check(Options.defaults().with(HttpCheckProvider.HEADERS, headers)));
        }
        assertThrows(IllegalArgumentException.class, () -> check(BODY_OK.with(HttpCheckProvider.METHOD, "HEAD")));
    }
}
