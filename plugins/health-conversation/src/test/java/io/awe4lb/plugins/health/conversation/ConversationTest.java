package io.awe4lb.plugins.health.conversation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.ProxyProtocol;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    static Path files;
    private static SignedByNobody certificate;

    /** Says hello and takes ten bytes. */
    private final HealthCheck tenBytes = target -> Conversation.with(target, conversation -> {
        conversation.send("hello\n".getBytes());
        return new CheckResult.Passed(new String(conversation.in().next(10)));
    });

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = SignedByNobody.make(files, 30);
    }

    @Test
    void talks() throws Exception {
        try (var backend = PlayedBackend.answering("\n", "0123456789")) {
            Found.passed("0123456789", Found.by(tenBytes, backend.target()));
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        try (var boundOnly = new Socket()) {
            boundOnly.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            var target = new CheckTarget("b1", boundOnly.getLocalSocketAddress(), SHORT);
            Found.failed("connect_refused", "connection refused", Found.by(tenBytes, target));
        }
    }

    @Test
    void saysThatNoAnswerCame() throws Exception {
        try (var backend = PlayedBackend.playing(PlayedBackend::waitForEnd)) {
            Found.failedLike("answer_timeout", "it accepted the connection, but sent no answer within \\d+ ms",
                    Found.by(tenBytes, backend.target(SHORT)));
        }
    }

    @Test
    void saysHowMuchOfTheAnswerCameInTime() throws Exception {
        try (var backend = PlayedBackend.playing(connection -> {
            PlayedBackend.say(connection, "0123");
            PlayedBackend.waitForEnd(connection);
        })) {
            Found.failedLike("answer_timeout", "its answer was not complete within \\d+ ms; 4 bytes had come",
                    Found.by(tenBytes, backend.target(SHORT)));
        }
    }

    /** Each byte comes soon enough, all of them do not. */
    @Test
    void isNotHeldUpByAnAnswerThatDrips() throws Exception {
        var ended = new CountDownLatch(1);
        HealthCheck endless = target -> Conversation.with(target, conversation -> {
            while (true) {
                conversation.in().next();
            }
        });
        try (var backend = PlayedBackend.playing(connection -> {
            while (ended.getCount() > 0) {
                PlayedBackend.say(connection, ".");
                ended.await(20, TimeUnit.MILLISECONDS);
            }
        })) {
            Found.failedLike("answer_timeout", "its answer was not complete within .*", Found.by(endless, backend.target(SHORT)));
        } finally {
            ended.countDown();
        }
    }

    @Test
    void saysThatTheBackendEndedTheConnection() throws Exception {
        try (var silent = PlayedBackend.answering("\n", ""); var half = PlayedBackend.answering("\n", "01234")) {
            Found.failed("no_answer", "it accepted the connection and ended it without an answer", Found.by(tenBytes, silent.target()));
            Found.failed("answer_incomplete", "it ended the connection after 5 bytes, in the midst of its answer",
                    Found.by(tenBytes, half.target()));
        }
    }

    @Test
    void saysThatTheConnectionWasReset() throws Exception {
        try (var backend = PlayedBackend.playing(connection -> {
            PlayedBackend.answer(connection, "\n", "01");
            connection.setSoLinger(true, 0);
        })) {
            Found.failedLike("connection_reset", "the connection broke after [02] bytes of the answer: .*reset.*",
                    Found.by(tenBytes, backend.target()));
        }
    }

    @Test
    void leavesWhenInterrupted() throws Exception {
        var asked = new CountDownLatch(1);
        try (var backend = PlayedBackend.playing(connection -> {
            PlayedBackend.answer(connection, "\n", "01");
            asked.countDown();
            PlayedBackend.waitForEnd(connection);
        })) {
            Found.Running running = Found.begin(tenBytes, backend.target());
            asked.await();
            Found.leavesWhenInterrupted(running);
        }
    }

    @Test
    void talksOverAUnixSocket() throws Exception {
        var address = UnixDomainSocketAddress.of(files.resolve("backend.sock"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            Thread.ofVirtual().start(new FutureTask<>(() -> {
                try (var connection = server.accept()) {
                    connection.write(ByteBuffer.wrap("0123456789".getBytes()));
                    connection.read(ByteBuffer.allocate(100));
                }
                return null;
            }));

            Found.passed("0123456789", Found.by(tenBytes, new CheckTarget("b1", address, Duration.ofSeconds(20))));
        }
    }

    private static HealthCheck handshake(Options options) {
        Tls tls = Tls.of(options);
        return target -> Conversation.with(target, conversation -> new CheckResult.Passed(conversation.secure(tls).getProtocol()));
    }

    @Test
    void trustsWhatItsAuthorityHasSigned() throws Exception {
        var options = Options.defaults().with(Tls.CA, certificate.pem().toString());
        try (var backend = PlayedBackend.secured(certificate, connection -> PlayedBackend.waitForEnd(connection))) {
            Found.passed("TLSv1.3", Found.by(handshake(options), backend.target()));
            Found.passed("TLSv1.3", Found.by(handshake(options.with(Tls.SNI, "localhost")), backend.target()));
            Found.failedLike("certificate_name", "its certificate is for other names \\(.*example.com.*\\): set 'sni' to one that it has",
                    Found.by(handshake(options.with(Tls.SNI, "example.com")), backend.target()));
        }
    }

    @Test
    void doesNotTrustWhatNobodyHasSigned() throws Exception {
        try (var backend = PlayedBackend.secured(certificate, connection -> PlayedBackend.waitForEnd(connection))) {
            Found.failedLike("certificate_untrusted",
                    "its certificate is not trusted \\(.*\\): set 'ca' to the PEM file of its issuer, or 'verify: false'",
                    Found.by(handshake(Options.defaults()), backend.target()));
            Found.passed("TLSv1.3", Found.by(handshake(Options.defaults().with(Tls.VERIFY, false)), backend.target()));
        }
    }

    @Test
    void saysThatACertificateHasExpired() throws Exception {
        SignedByNobody expired = SignedByNobody.make(files, -1);
        var options = Options.defaults().with(Tls.CA, expired.pem().toString());
        try (var backend = PlayedBackend.secured(expired, connection -> PlayedBackend.waitForEnd(connection))) {
            Found.failedLike("certificate_expired", "its certificate is not valid now \\(.*\\): renew it",
                    Found.by(handshake(options), backend.target()));
        }
    }

    @Test
    void saysThatWhatListensDoesNotSpeakTls() throws Exception {
        try (var backend = PlayedBackend.playing(connection -> PlayedBackend.say(connection, "220 mail.example.com ESMTP\r\n"))) {
            Found.failedLike("tls_failed", "the TLS handshake failed .*: what listens there does not speak TLS",
                    Found.by(handshake(Options.defaults()), backend.target()));
        }
    }

    @Test
    void aHandshakeThatIsNotAnsweredEndsInTime() throws Exception {
        try (var backend = PlayedBackend.playing(PlayedBackend::waitForEnd)) {
            Found.failedLike("answer_timeout", "it accepted the connection, but sent no answer within .*",
                    Found.by(handshake(Options.defaults()), backend.target(SHORT)));
        }
    }

    @Test
    void refusesOptionsThatContradictEachOtherOrCannotBeRead() throws Exception {
        String none = files.resolve("none.pem").toString();
        String noPem = Files.writeString(files.resolve("no.pem"), "hello").toString();
        String empty = Files.writeString(files.resolve("empty.pem"), "").toString();
        assertEquals("'ca' has no meaning beside 'verify: false': leave one of them out",
                refusal(Options.defaults().with(Tls.CA, none).with(Tls.VERIFY, false)));
        assertEquals("the file '" + none + "' of 'ca' does not exist", refusal(Options.defaults().with(Tls.CA, none)));
        assertEquals("the file '" + noPem + "' of 'ca' is not PEM",
                refusal(Options.defaults().with(Tls.CA, noPem)).replaceFirst(":.*", ""));
        assertEquals("the file '" + empty + "' of 'ca' has no certificate: it has to be PEM",
                refusal(Options.defaults().with(Tls.CA, empty)));
        assertEquals("'sni: a b' is not a host name", refusal(Options.defaults().with(Tls.SNI, "a b")).replaceFirst(": [^:]*$", ""));
    }

    private static String refusal(Options options) {
        return assertThrows(IllegalArgumentException.class, () -> Tls.of(options)).getMessage();
    }

    @Test
    void aSearchThatTakesForEverEndsWhenInterrupted() throws Exception {
        Expression slow = Expression.of("body", "x*x*x*x*x*x*x*x*y");
        String text = "x".repeat(1000);
        HealthCheck search = _ -> {
            try {
                return new CheckResult.Passed(Boolean.toString(slow.isIn(text)));
            } catch (InterruptedIOException _) {
                throw new InterruptedException();
            }
        };
        Found.leavesWhenInterrupted(Found.begin(search, new CheckTarget("b1", new InetSocketAddress(1), SHORT)));
    }

    @Test
    void showsWhatCannotBePrinted() {
        assertEquals("\"a\\\"\\r\\n\\x00\\xff\\\\\"", Excerpt.of("a\"\r\n\0\u00ff\\"));
        assertEquals("\"" + "x".repeat(60) + "…\"", Excerpt.of("x".repeat(61)));
    }

    @Test
    void beginsWithAHeaderWhereTheBackendWantsOne() throws Exception {
        for (ProxyProtocol version : ProxyProtocol.values()) {
            String header = new String(version.ownHeader(), ISO_8859_1);
            try (var backend = PlayedBackend.playing(connection -> {
                String asked = PlayedBackend.readUntil(connection.getInputStream(), "PING\n");
                PlayedBackend.say(connection, asked.equals(header + "PING\n") ? "+" : "-");
            })) {
                var target = new CheckTarget("b1", backend.address(), Duration.ofSeconds(20), version);
                HealthCheck check = given -> Conversation.with(given, conversation -> {
                    conversation.send("PING\n".getBytes(ISO_8859_1));
                    return new CheckResult.Passed(String.valueOf((char) conversation.in().next()));
                });
                Found.passed("+", Found.by(check, target));
            }
        }
        assertEquals("PROXY UNKNOWN\r\n", new String(ProxyProtocol.V1.ownHeader(), ISO_8859_1));
        assertEquals("0d0a0d0a000d0a515549540a20000000", HexFormat.of().formatHex(ProxyProtocol.V2.ownHeader()));
    }
}
