package io.awe4lb.plugins.health.probe;

import static io.awe4lb.plugins.health.probe.ProbeProvider.EXPECT;
import static io.awe4lb.plugins.health.probe.ProbeProvider.MATCH;
import static io.awe4lb.plugins.health.probe.ProbeProvider.PROTOCOL;
import static io.awe4lb.plugins.health.probe.ProbeProvider.SEND;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.awe4lb.plugins.health.conversation.Found;
import io.awe4lb.plugins.health.conversation.PlayedBackend;
import io.awe4lb.plugins.health.conversation.SignedByNobody;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.plugins.health.probe.ProbeProvider.Match;
import io.awe4lb.plugins.health.probe.ProbeProvider.Protocol;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.ProxyProtocol;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Options PING = Options.defaults().with(SEND, "PING\\r\\n").with(EXPECT, "+PONG");
    private static final Options UDP = Options.defaults().with(PROTOCOL, Protocol.UDP).with(SEND, "\\x00?").with(EXPECT, "\\x00\\xff!");

    private static HealthCheck check(Options options) {
        return new ProbeProvider().create(options);
    }

    private static CheckResult answered(Options options, String answer) throws Exception {
        try (var backend = PlayedBackend.answering("\r\n", answer)) {
            return Found.by(check(options), backend.target());
        }
    }

    @Test
    void comparesTheBeginningOfTheAnswer() throws Exception {
        Found.passed("answered \"+PONG\\r\\n\"", answered(PING, "+PONG\r\n"));
        Found.failed("answer_wrong", "it answered \"-ERR no\\r\\n\", expected it to begin with \"+PONG\"", answered(PING, "-ERR no\r\n"));
        Found.failed("answer_wrong", "it answered \"+PO\" and ended the connection, expected it to begin with \"+PONG\"",
                answered(PING, "+PO"));
        Found.failedLike("no_answer", ".*", answered(PING, ""));
    }

    @Test
    void looksForAnExpressionInTheAnswer() throws Exception {
        Options regex = Options.defaults().with(SEND, "x\\r\\n").with(MATCH, Match.REGEX).with(EXPECT, "ready=[1-9]\\x0a");
        Found.passed("answered \"state\\nready=3\\n\"", answered(regex, "state\nready=3\n"));
        Found.failed("answer_wrong", "it answered \"ready=0\\n\" and ended the connection, expected 'ready=[1-9]\\x0a' in it",
                answered(regex, "ready=0\n"));
    }

    @Test
    void readsNoMoreOfAHugeAnswerThanItsLimit() throws Exception {
        Options regex = Options.defaults().with(MATCH, Match.REGEX).with(EXPECT, "never");
        try (var backend = PlayedBackend.playing(connection -> {
            while (true) { // until the check has closed
                PlayedBackend.say(connection, "x".repeat(1024));
            }
        })) {
            Found.failedLike("answer_wrong",
                    "the first 65536 bytes of its answer, which begins with \"x+…\", are not as expected: 'never' in it",
                    Found.by(check(regex), backend.target()));
        }
    }

    @Test
    void waitsForAGreetingWhereNothingIsSent() throws Exception {
        try (var backend = PlayedBackend.playing(connection -> PlayedBackend.say(connection, "220 mail ESMTP\r\n"))) {
            Found.passed("answered \"220 mail ESMTP\\r\\n\"",
                    Found.by(check(Options.defaults().with(EXPECT, "220 ")), backend.target()));
            Found.passed("connected", Found.by(check(Options.defaults()), backend.target()));
        }
    }

    @Test
    void endsInTimeWhereTheAnswerIsNotComplete() throws Exception {
        try (var silent = PlayedBackend.playing(PlayedBackend::waitForEnd); var half = PlayedBackend.playing(connection -> {
            PlayedBackend.answer(connection, "\r\n", "+PO");
            PlayedBackend.waitForEnd(connection);
        })) {
            Found.failedLike("answer_timeout", "it accepted the connection, but sent no answer within .*",
                    Found.by(check(PING), silent.target(SHORT)));
            Found.failed("answer_wrong", "until the time was over it answered \"+PO\", expected it to begin with \"+PONG\"",
                    Found.by(check(PING), half.target(SHORT)));
        }
    }

    @Test
    void asksOverTls(@TempDir Path directory) throws Exception {
        SignedByNobody certificate = SignedByNobody.make(directory, 30);
        Options tls = PING.with(PROTOCOL, Protocol.TLS);
        try (var backend = PlayedBackend.secured(certificate, connection -> PlayedBackend.answer(connection, "\r\n", "+PONG\r\n"))) {
            Found.passed("answered \"+PONG\\r\\n\"",
                    Found.by(check(tls.with(Tls.CA, certificate.pem().toString())), backend.target()));
            Found.failedLike("certificate_untrusted", ".*", Found.by(check(tls), backend.target()));
        }
    }

    /** A backend that answers every datagram with the same bytes. */
    private static DatagramSocket answering(String answer) throws Exception {
        return answering("", answer);
    }

    /** To those that begin so. */
    private static DatagramSocket answering(String begin, String answer) throws Exception {
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(new FutureTask<>(() -> {
            byte[] bytes = answer.getBytes(ISO_8859_1);
            var asked = new DatagramPacket(new byte[100], 100);
            while (!socket.isClosed()) {
                socket.receive(asked);
                if (new String(asked.getData(), 0, asked.getLength(), ISO_8859_1).startsWith(begin)) {
                    socket.send(new DatagramPacket(bytes, bytes.length, asked.getSocketAddress()));
                }
            }
            return null;
        }));
        return socket;
    }

    private static CheckTarget target(DatagramSocket backend, Duration timeout) {
        return new CheckTarget("b1", backend.getLocalSocketAddress(), timeout);
    }

    @Test
    void asksByDatagram() throws Exception {
        try (var right = answering("\0\u00ff!more"); var wrong = answering("\0"); var huge = answering("x".repeat(60_000))) {
            Found.passed("answered \"\\x00\\xff!more\"", Found.by(check(UDP), target(right, Duration.ofSeconds(20))));
            Found.failed("answer_wrong", "it answered \"\\x00\", expected it to begin with \"\\x00\\xff!\"",
                    Found.by(check(UDP), target(wrong, Duration.ofSeconds(20))));
            Found.failedLike("answer_wrong", "it answered \"x+…\", expected .*",
                    Found.by(check(UDP), target(huge, Duration.ofSeconds(20))));
        }
    }

    @Test
    void aDatagramBeginsWithAHeaderWhereTheBackendWantsOne() throws Exception {
        try (var backend = answering(new String(ProxyProtocol.V2.ownHeader(), ISO_8859_1), "\0\u00ff!")) {
            var target = new CheckTarget("b1", backend.getLocalSocketAddress(), Duration.ofSeconds(20), ProxyProtocol.V2);
            Found.passed("answered \"\\x00\\xff!\"", Found.by(check(UDP), target));
        }
    }

    @Test
    void saysThatNoDatagramCameBack() throws Exception {
        var nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        CheckTarget closed;
        try (var gone = new DatagramSocket(nobody)) {
            closed = target(gone, Duration.ofSeconds(20));
        }
        Found.failed("connect_refused", "nobody listens on its UDP port", Found.by(check(UDP), closed));
        try (var silent = new DatagramSocket(nobody)) {
            Found.failedLike("answer_timeout", "no answer came within \\d+ ms", Found.by(check(UDP), target(silent, SHORT)));
        }
    }

    @Test
    void leavesWhenInterrupted() throws Exception {
        var asked = new CountDownLatch(2);
        try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress()); var backend = PlayedBackend.playing(connection -> {
            asked.countDown();
            PlayedBackend.waitForEnd(connection);
        })) {
            Found.Running datagram = Found.begin(check(UDP), target(silent, Duration.ofSeconds(20)));
            Found.Running stream = Found.begin(check(PING), backend.target());
            silent.receive(new DatagramPacket(new byte[10], 10));
            asked.countDown();
            asked.await();

            Found.leavesWhenInterrupted(datagram);
            Found.leavesWhenInterrupted(stream);
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        try (var boundOnly = new Socket()) {
            boundOnly.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            Found.failed("connect_refused", "connection refused",
                    Found.by(check(PING), new CheckTarget("b1", boundOnly.getLocalSocketAddress(), SHORT)));
        }
    }

    @Test
    void readsBytesThatCannotBeWritten() {
        assertArrayEquals(new byte[] {0, 'a', (byte) 0xff, '\\', '\r', '\n', '\t', 'x', (byte) 0xc3, (byte) 0xbc},
                Escapes.bytes("send", "\\x00a\\xfF\\\\\\r\\n\\tx\u00fc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "\\x", "\\x0", "\\xgg", "\\q"})
    void refusesOtherEscapes(String text) {
        assertEquals(
                "'send' has '" + text
                        + "' at position 0: after a backslash come r, n, t, another backslash, or x and two hexadecimal digits",
                assertThrows(IllegalArgumentException.class, () -> check(Options.defaults().with(SEND, text))).getMessage());
    }

    @Test
    void refusesOptionsThatDoNotFitTogether() {
        assertEquals("'protocol: udp' needs 'send': nothing would be answered",
                assertThrows(IllegalArgumentException.class, () -> check(Options.defaults().with(PROTOCOL, Protocol.UDP))).getMessage());
        assertEquals("'sni' has a meaning with 'protocol: tls' only: set that, or leave it out",
                assertThrows(IllegalArgumentException.class, () -> check(PING.with(Tls.SNI, "a.example.com"))).getMessage());
    }
}
