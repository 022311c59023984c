package io.awe4lb.kernel.datapath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.SendProxyConfig;
import io.awe4lb.kernel.config.SendProxyConfig.Datagrams;
import io.awe4lb.kernel.datapath.UdpServer.Question;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.kernel.wire.Parsed;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.ProxyProtocol;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backends of UDP that are told who their clients are. */
class UdpProxyTest extends OnEachTransport {

    private static final SendProxyConfig FIRST = SendProxyConfig.of(ProxyProtocol.V2);
    private static final SendProxyConfig EVERY = new SendProxyConfig(ProxyProtocol.V2, Datagrams.EVERY);
    private static final int MANY = 100;

    /** A datagram taken apart: `source > destination: text`, or the text alone. */
    private static String said(Question question) {
        byte[] bytes = question.bytes();
        ProxyHeader header = header(question);
        int length = length(question);
        String text = new String(bytes, length, bytes.length - length, UTF_8);
        return header == ProxyHeader.NONE ? text : header.source() + " > " + header.destination() + ": " + text;
    }

    private static Parsed.Complete<?> parsed(Question question) {
        return assertInstanceOf(Parsed.Complete.class, ProxyHeader.read(ByteBuffer.wrap(question.bytes()), true, true));
    }

    private static ProxyHeader header(Question question) {
        return (ProxyHeader) parsed(question).value();
    }

    private static int length(Question question) {
        return parsed(question).length();
    }

    private static String from(UdpClient client, Balanced balanced) {
        InetSocketAddress bound = (InetSocketAddress) balanced.address();
        String asked = bound.getAddress().isAnyLocalAddress() ? "127.0.0.1" : bound.getAddress().getHostAddress(); // as the client does
        return "127.0.0.1:" + client.port() + " > " + asked + ":" + bound.getPort() + ": ";
    }

    @Test
    void theFirstDatagramOfASessionTellsWhoseItIs() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).sendProxy(FIRST).on(transport);
                var one = UdpClient.of(balanced.address());
                var other = UdpClient.of(balanced.address())) {
            for (UdpClient client : List.of(one, other)) {
                client.sends("1");
                Question question = server.receives();
                assertEquals(from(client, balanced) + "1", said(question));
                assertEquals(0x12, question.bytes()[13], "UDP over IPv4");
                server.answers(question, "answer");
                client.receives("answer");
                client.sends("2");
                assertEquals("2", said(server.receives()));
            }
            assertEquals(balanced.connections().stream().map(live -> live.uniqueId()).distinct().count(), 2);
        }
    }

    @Test
    void theSessionHasTheNameInTheListThatTheBackendHears() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).sendProxy(FIRST).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            assertEquals(header(server.receives()).details().uniqueId(), balanced.connections().getFirst().uniqueId());
        }
    }

    @Test
    void everyDatagramTellsWhoseItIsIfThatIsWanted() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).sendProxy(EVERY).on(transport);
                var client = UdpClient.of(balanced.address())) {
            for (String text : List.of("1", "", "3")) {
                client.sends(text);
                assertEquals(from(client, balanced) + text, said(server.receives()));
            }
            assertEquals(2, balanced.stats().bytesIn(), "headers do not count");
        }
    }

    @Test
    void ofManyAtOnceTheFirstOneAloneTells() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).sendProxy(FIRST).on(transport);
                var client = UdpClient.of(balanced.address())) {
            List<String> expected = new ArrayList<>(List.of(from(client, balanced) + "0"));
            for (int i = 0; i < MANY; i++) {
                client.sends(Integer.toString(i));
                expected.add(Integer.toString(i + 1));
            }
            expected.removeLast();
            List<String> received = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                received.add(said(server.receives()));
            }
            assertEquals(expected, received);
        }
    }

    @Test
    void whereNoAnswerIsWantedEveryDatagramTellsWhoseItIs() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.maxResponses(0)).sendProxy(FIRST).on(transport);
                var one = UdpClient.of(balanced.address());
                var other = UdpClient.of(balanced.address())) {
            for (UdpClient client : List.of(one, other, one)) {
                client.sends("line");
                assertEquals(from(client, balanced) + "line", said(server.receives()));
            }
        }
    }

    @Test
    void theBackendThatIsTriedNextIsToldToo() throws Exception {
        BackendSpec gone = UdpServer.refusing();
        try (var server = new UdpServer();
                var balanced = Balanced.over(gone, server.spec()).udp(UdpSettings.usual()).sendProxy(FIRST).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            assertEquals(from(client, balanced) + "1", said(server.receives()));
            client.sends("2");
            assertEquals("2", said(server.receives()));
        }
    }

    @Test
    void aListenerOnEveryAddressTellsWhichOneWasAsked() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).bind(new Address.Inet("0.0.0.0", 0)).udp(UdpSettings.usual()).sendProxy(FIRST)
                        .on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            assertEquals(from(client, balanced) + "1", said(server.receives()));
        }
    }

    @Test
    void whatIsTooLargeWithAHeaderIsCounted() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).sendProxy(EVERY).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends(String.join("", Collections.nCopies(65_507, "x")));
            balanced.dropped(DropReason.UNSENT, 1);
            client.sends("small");
            assertTrue(said(server.receives()).endsWith(": small"));
        }
    }
}
