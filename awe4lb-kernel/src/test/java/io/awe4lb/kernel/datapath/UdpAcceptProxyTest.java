package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.admission.Networks;
import io.awe4lb.kernel.config.AccessRule;
import io.awe4lb.kernel.config.AdmissionConfig;
import io.awe4lb.kernel.config.LimitsConfig;
import io.awe4lb.kernel.config.SendProxyConfig;
import io.awe4lb.kernel.config.SendProxyConfig.Datagrams;
import io.awe4lb.kernel.datapath.UdpServer.Question;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.kernel.wire.Parsed;
import io.awe4lb.kernel.wire.ProxyDetails;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.ProxyProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients of UDP that come through a proxy which says whose datagrams these are. */
class UdpAcceptProxyTest extends OnEachTransport {

    private static final SendProxyConfig FIRST = SendProxyConfig.of(ProxyProtocol.V2);
    private static final SendProxyConfig EVERY = new SendProxyConfig(ProxyProtocol.V2, Datagrams.EVERY);
    private static final Client OTHER = Client.of(InetAddress.ofLiteral("198.51.100.7"), 50_000);
    private static final byte[] LOCAL = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000");

    private Balanced.Builder over(UdpServer server) {
        return Balanced.over(server.spec()).udp(UdpSettings.usual()).acceptProxy(Proxying.fromHere(true));
    }

    /** A datagram with a header in front. */
    private static byte[] of(Client client, String text) {
        ByteBuffer target = ByteBuffer.allocate(1024);
        new ProxyHeader(client, Proxying.DESTINATION, ProxyDetails.NONE).writeV2(target, true);
        target.put(text.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(target.array(), target.position());
    }

    private static byte[] together(byte[] header, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(header, header.length + bytes.length);
        System.arraycopy(bytes, 0, both, header.length, bytes.length);
        return both;
    }

    @Test
    void theClientIsWhomTheFirstDatagramNamesAndAnswersGoToTheProxy() throws Exception {
        try (var server = new UdpServer(); var balanced = over(server).on(transport); var proxy = UdpClient.of(balanced.address())) {
            proxy.sends(of(Proxying.SOURCE, "1"));
            Question question = server.receives("1");
            server.answers(question, "answer");
            proxy.receives("answer");
            proxy.sends("2");
            assertEquals(question.from(), server.receives("2").from(), "the same session");
            ConnectionInfo live = balanced.connections().getFirst();
            assertEquals("203.0.113.7:50000", live.client());
            assertEquals("127.0.0.1:" + proxy.port(), live.source());
            assertEquals(2, balanced.stats().bytesIn(), "headers do not count");
        }
    }

    @Test
    void clientsOfOneSocketAreToldApart() throws Exception {
        try (var server = new UdpServer(); var balanced = over(server).on(transport); var proxy = UdpClient.of(balanced.address())) {
            proxy.sends(of(Proxying.SOURCE, "a"));
            Question one = server.receives("a");
            proxy.sends(of(OTHER, "b"));
            Question two = server.receives("b");
            assertNotEquals(one.from(), two.from());
            proxy.sends(of(Proxying.SOURCE, "c"));
            assertEquals(one.from(), server.receives("c").from());
            server.answers(two, "to b");
            proxy.receives("to b");
            server.answers(one, "to a");
            proxy.receives("to a");
            assertEquals(List.of("198.51.100.7:50000", "203.0.113.7:50000"),
                    balanced.connections().stream().map(ConnectionInfo::client).sorted().toList());
        }
    }

    @Test
    void whatIsWrongIsDroppedAndCounted() throws Exception {
        byte[] good = of(Proxying.SOURCE, "");
        byte[] damaged = good.clone();
        damaged[20] ^= 1;
        List<byte[]> wrong = List.of(Arrays.copyOf(good, good.length - 1), damaged, Arrays.copyOf(good, 12), "no header".getBytes(),
                Proxying.V1.getBytes(StandardCharsets.US_ASCII), new byte[0]);
        try (var server = new UdpServer(); var balanced = over(server).on(transport); var proxy = UdpClient.of(balanced.address())) {
            for (int i = 0; i < wrong.size(); i++) {
                proxy.sends(wrong.get(i));
                balanced.dropped(DropReason.PROXY_PROTOCOL_INVALID, i + 1L);
            }
            proxy.sends(of(Proxying.SOURCE, "right"));
            server.receives("right");
        }
    }

    @Test
    void whoeverIsNotBelievedIsDropped() throws Exception {
        try (var server = new UdpServer();
                var balanced = over(server).acceptProxy(Proxying.fromElsewhere(true)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends(of(Proxying.SOURCE, "1"));
            balanced.dropped(DropReason.PROXY_PROTOCOL_INVALID, 1);
        }
    }

    @Test
    void whereNoHeaderIsRequiredWhoeverIsNotBelievedIsTheClientWhateverItSays() throws Exception {
        byte[] datagram = of(Proxying.SOURCE, "1");
        try (var server = new UdpServer();
                var balanced = over(server).acceptProxy(Proxying.fromElsewhere(false)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends(datagram);
            assertEquals(HexFormat.of().formatHex(datagram), HexFormat.of().formatHex(server.receives().bytes()));
            assertEquals("127.0.0.1:" + client.port(), balanced.connections().getFirst().client());
        }
    }

    @Test
    void whereNoHeaderIsRequiredWhoeverSendsNoneIsTheClient() throws Exception {
        try (var server = new UdpServer();
                var balanced = over(server).acceptProxy(Proxying.fromHere(false)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            server.answers(server.receives("1"), "answer");
            client.receives("answer");
            assertEquals("127.0.0.1:" + client.port(), balanced.connections().getFirst().client());
        }
    }

    @Test
    void aProxyMaySpeakForItself() throws Exception {
        try (var server = new UdpServer(); var balanced = over(server).on(transport); var proxy = UdpClient.of(balanced.address())) {
            proxy.sends(together(LOCAL, "1"));
            server.answers(server.receives("1"), "answer");
            proxy.receives("answer");
            proxy.sends("2");
            server.receives("2");
            assertEquals(List.of("127.0.0.1:" + proxy.port()), balanced.connections().stream().map(ConnectionInfo::client).toList());
        }
    }

    @Test
    void accessRulesAreAboutTheClientThatTheHeaderNames() throws Exception {
        var rules =
                new AdmissionConfig(List.of(new AccessRule(false, new AccessRule.In(Networks.of("203.0.113.0/24")))), LimitsConfig.NONE);
        try (var server = new UdpServer();
                var balanced = over(server).admission(rules).on(transport);
                var proxy = UdpClient.of(balanced.address())) {
            proxy.sends(of(OTHER, "welcome"));
            server.receives("welcome");
            proxy.sends(of(Proxying.SOURCE, "denied"));
            balanced.dropped(DropReason.DENIED, 1);
            proxy.sends("of the one that was told of last");
            balanced.dropped(DropReason.DENIED, 2);
            proxy.sends(of(OTHER, "again"));
            server.receives("again");
        }
    }

    @Test
    void whereNobodyAnswersClientsOfOneSocketAreToldApartToo() throws Exception {
        try (var server = new UdpServer();
                var balanced = over(server).udp(UdpSettings.maxResponses(0)).sendProxy(FIRST).on(transport);
                var proxy = UdpClient.of(balanced.address())) {
            for (Client client : List.of(Proxying.SOURCE, OTHER)) {
                proxy.sends(of(client, "line"));
                assertEquals(client + " > 192.0.2.1:443: line", said(server.receives()));
            }
        }
    }

    @Test
    void aSessionThatIsLeftWithoutRoomIsFollowedByOneOfTheSameClient() throws Exception {
        try (var server = new UdpServer();
                var balanced = over(server).udp(UdpSettings.maxRequests(1)).sendProxy(EVERY).on(transport);
                var proxy = UdpClient.of(balanced.address())) {
            proxy.sends(of(Proxying.SOURCE, "1"));
            Question first = server.receives();
            proxy.sends("2");
            Question second = server.receives();
            assertNotEquals(first.from(), second.from());
            assertEquals("203.0.113.7:50000 > 192.0.2.1:443: 2", said(second));
        }
    }

    private static String said(Question question) {
        Parsed<ProxyHeader> read = ProxyHeader.ofDatagram(ByteBuffer.wrap(question.bytes()));
        if (read instanceof Parsed.Complete<ProxyHeader>(var header, var length)) {
            String text = new String(question.bytes(), length, question.bytes().length - length, StandardCharsets.UTF_8);
            return length == 0 ? text : header.source() + " > " + header.destination() + ": " + text;
        }
        return read.toString();
    }

    /** One balancer before another one. */
    private void handsOn(SendProxyConfig between, boolean isAnswered) throws Exception {
        var udp = isAnswered ? UdpSettings.usual() : UdpSettings.maxResponses(0);
        try (var server = new UdpServer();
                var behind = over(server).udp(udp).sendProxy(EVERY).on(transport);
                var before = Balanced.over(at(behind)).udp(udp).sendProxy(between).on(transport);
                var one = UdpClient.of(before.address());
                var other = UdpClient.of(before.address())) {
            for (String text : List.of("1", "", "3")) {
                for (UdpClient client : List.of(one, other)) {
                    client.sends(text);
                    Question question = server.receives();
                    assertEquals("127.0.0.1:" + client.port() + " > " + before.address().toString().substring(1) + ": " + text,
                            said(question));
                    if (isAnswered) {
                        server.answers(question, "answer " + client.port());
                        client.receives("answer " + client.port());
                    }
                }
            }
            assertTrue(behind.datagrams().dropped().values().stream().allMatch(count -> count == 0), () -> behind.datagrams().toString());
        }
    }

    private static BackendSpec at(Balanced balanced) throws IOException {
        InetSocketAddress bound = (InetSocketAddress) balanced.address();
        return BackendSpec.of(new Address.Inet(bound.getAddress().getHostAddress(), bound.getPort()));
    }

    @Test
    void aBalancerBeforeThatTellsWithEachDatagramIsUnderstood() throws Exception {
        handsOn(EVERY, true);
    }

    @Test
    void aBalancerBeforeThatTellsOnceIsUnderstood() throws Exception {
        handsOn(FIRST, true);
    }

    @Test
    void aBalancerBeforeWhoseClientsShareASocketIsUnderstood() throws Exception {
        handsOn(FIRST, false);
    }
}
