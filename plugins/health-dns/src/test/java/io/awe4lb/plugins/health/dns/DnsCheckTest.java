package io.awe4lb.plugins.health.dns;

import static io.awe4lb.plugins.health.dns.DnsCheckProvider.EXPECT;
import static io.awe4lb.plugins.health.dns.DnsCheckProvider.NAME;
import static io.awe4lb.plugins.health.dns.DnsCheckProvider.PROTOCOL;
import static io.awe4lb.plugins.health.dns.DnsCheckProvider.RECORD;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.plugins.health.conversation.Found;
import io.awe4lb.plugins.health.conversation.PlayedBackend;
import io.awe4lb.plugins.health.dns.DnsCheckProvider.Protocol;
import io.awe4lb.plugins.health.dns.DnsCheckProvider.RecordType;
import io.awe4lb.plugins.health.dns.DnsCheckProvider.Wanted;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Options;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Against messages as a real server sends them; the end-to-end test asks one. */
class DnsCheckTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Options EXAMPLE = Options.defaults().with(NAME, "www.example.com");
    private static final int HEAD = 12;

    private static HealthCheck check(Options options) {
        return new DnsCheckProvider().create(options);
    }

    /** The same question with this code, this many records and, behind it, whatever they are. */
    private static byte[] reply(byte[] query, int flags, int code, int records) {
        byte[] reply = query.clone();
        reply[2] = (byte) (0x80 | flags);
        reply[3] = (byte) code;
        reply[7] = (byte) records;
        return reply;
    }

    /** Answers each datagram with what is made of it. */
    private static DatagramSocket answering(List<UnaryOperator<byte[]>> answers) throws Exception {
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(new FutureTask<>(() -> {
            var asked = new DatagramPacket(new byte[600], 600);
            socket.receive(asked);
            byte[] query = Arrays.copyOf(asked.getData(), asked.getLength());
            for (UnaryOperator<byte[]> answer : answers) {
                byte[] bytes = answer.apply(query);
                socket.send(new DatagramPacket(bytes, bytes.length, asked.getSocketAddress()));
            }
            return null;
        }));
        return socket;
    }

    private static CheckResult found(Options options, List<UnaryOperator<byte[]>> answers) throws Exception {
        try (DatagramSocket server = answering(answers)) {
            return Found.by(check(options), new CheckTarget("b1", server.getLocalSocketAddress(), LONG));
        }
    }

    private static CheckResult answered(Wanted wanted, int code, int records) throws Exception {
        return found(EXAMPLE.with(EXPECT, wanted), List.of(query -> reply(query, 0, code, records)));
    }

    @Test
    void asksForTheNameAndTheType() {
        byte[] message = new Query("www.Example.com.", RecordType.AAAA).message((short) 0x1234);
        assertEquals("\u0012\u0034\1\0\0\1\0\0\0\0\0\0" + "\3www\7Example\3com\0" + "\0\34\0\1", new String(message, ISO_8859_1));
        assertTrue(new Query("WWW.example.COM", RecordType.AAAA).isIn(message));
        assertFalse(new Query("www.example.com", RecordType.A).isIn(message));
        assertArrayEquals(new byte[] {0, 0, 2, 0, 1}, Arrays.copyOfRange(new Query(".", RecordType.NS).message((short) 1), HEAD, 17));
        assertTrue(new String(new Query("münchen.example", RecordType.A).message((short) 1), ISO_8859_1).contains("xn--mnchen-3ya"));
    }

    @Test
    void passesWhenThereIsAnAnswer() throws Exception {
        Found.passed("it answered NOERROR with 2 records", answered(Wanted.ANSWER, 0, 2));
        Found.failed("answer_wrong", "it answered NOERROR with 0 records, expected NOERROR with a record at least",
                answered(Wanted.ANSWER, 0, 0));
        Found.failed("answer_wrong", "it answered SERVFAIL with 0 records, expected NOERROR with a record at least",
                answered(Wanted.ANSWER, 2, 0));
        Found.passed("it answered NOERROR with 0 records, truncated", found(EXAMPLE, List.of(query -> reply(query, 2, 0, 0))));
    }

    @Test
    void passesOnOtherAnswersIfTheyAreWanted() throws Exception {
        Found.passed("it answered NOERROR with 0 records", answered(Wanted.NOERROR, 0, 0));
        Found.passed("it answered NXDOMAIN with 0 records", answered(Wanted.NXDOMAIN, 3, 0));
        Found.passed("it answered REFUSED with 0 records", answered(Wanted.ANY, 5, 0));
        Found.passed("it answered RCODE 15 with 0 records", answered(Wanted.ANY, 15, 0));
        Found.failed("answer_wrong", "it answered NXDOMAIN with 0 records, expected NOERROR", answered(Wanted.NOERROR, 3, 0));
        Found.failed("answer_wrong", "it answered NOERROR with 1 records, expected NXDOMAIN", answered(Wanted.NXDOMAIN, 0, 1));
    }

    @Test
    void whatIsNoAnswerToItsQuestionIsPassedOver() throws Exception {
        UnaryOperator<byte[]> otherId = query -> {
            byte[] reply = reply(query, 0, 0, 1);
            reply[0]++;
            return reply;
        };
        UnaryOperator<byte[]> otherName = query -> {
            byte[] reply = reply(query, 0, 0, 1);
            reply[HEAD + 1] = 'x';
            return reply;
        };
        Found.passed("it answered NOERROR with 3 records", found(EXAMPLE,
                List.of(_ -> new byte[0], _ -> new byte[] {1, 2, 3}, query -> query, otherId, otherName, query -> reply(query, 0, 0, 3))));
    }

    @Test
    void asksOverTcpToo() throws Exception {
        Options tcp = EXAMPLE.with(PROTOCOL, Protocol.TCP);
        try (var server = PlayedBackend.playing(connection -> {
            byte[] query = connection.getInputStream().readNBytes(2 + HEAD + 21);
            byte[] reply = reply(Arrays.copyOfRange(query, 2, query.length), 0, 0, 1);
            connection.getOutputStream().write(query, 0, 2);
            connection.getOutputStream().write(reply);
        })) {
            Found.passed("it answered NOERROR with 1 records", Found.by(check(tcp), server.target()));
        }
        try (var server = PlayedBackend.answering("\0\1", "HTTP/1.1 400 Bad Request\r\n\r\n" + "x".repeat(20_000))) {
            Found.failedLike("answer_invalid", ".*is this the port of a DNS server\\?", Found.by(check(tcp), server.target()));
        }
    }

    @Test
    void saysThatNoAnswerCame() throws Exception {
        SocketAddress nobody;
        try (var gone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            nobody = gone.getLocalSocketAddress();
            Found.failedLike("answer_timeout", "no answer came within \\d+ ms",
                    Found.by(check(EXAMPLE), new CheckTarget("b1", nobody, Duration.ofMillis(200))));
        }
        Found.failed("connect_refused", "nobody listens on its UDP port", Found.by(check(EXAMPLE), new CheckTarget("b1", nobody, LONG)));
        assertInstanceOf(CheckResult.Inconclusive.class,
                Found.by(check(EXAMPLE), new CheckTarget("b1", UnixDomainSocketAddress.of("/run/dns.sock"), LONG)));
    }

    @Test
    void leavesWhenInterrupted() throws Exception {
        try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Found.Running running = Found.begin(check(EXAMPLE), new CheckTarget("b1", silent.getLocalSocketAddress(), LONG));
            silent.receive(new DatagramPacket(new byte[100], 100));
            Found.leavesWhenInterrupted(running);
        }
    }

    @Test
    void refusesWhatCannotBeAsked() {
        for (String name : List.of("a..b", ".a", "a b", " ", "x".repeat(64), "abc.".repeat(64) + "com")) {
            assertTrue(refusal(EXAMPLE.with(NAME, name)).startsWith("'name: " + name + "' is no domain name: "), name);
        }
        assertEquals("'record: a' is not known: write one of [A, AAAA, CNAME, MX, NS, PTR, SOA, SRV, TXT]",
                refusal(EXAMPLE.with(RECORD, "a")));
    }

    private static String refusal(Options options) {
        return assertThrows(IllegalArgumentException.class, () -> check(options)).getMessage();
    }
}
