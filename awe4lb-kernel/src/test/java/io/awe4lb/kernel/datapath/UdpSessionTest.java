package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.datapath.UdpServer.Question;
import io.awe4lb.kernel.net.DatagramOptions;
import io.awe4lb.kernel.net.DatagramServer;
import io.awe4lb.kernel.net.SegmentingSender;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UdpSessionTest extends OnEachTransport {

    private static final int MANY = 200;

    @Test
    void aDatagramAndItsAnswerPass() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("question");
            Question question = server.receives("question");
            server.answers(question, "answer!");
            client.receives("answer!");
            ConnectionInfo session = balanced.connections().getFirst();
            assertEquals(Protocol.UDP, session.protocol());
            assertEquals("127.0.0.1:" + client.port(), session.source());
            assertEquals(server.spec().id(), session.backend());
            assertEquals(8, session.bytesIn());
            assertEquals(7, session.bytesOut());
            assertEquals(1, balanced.datagrams().in());
            assertEquals(1, balanced.datagrams().out());
            assertEquals(8, balanced.stats().bytesIn());
            assertEquals(7, balanced.stats().bytesOut());
        }
    }

    @Test
    void aClientStaysWithItsBackendAndAnotherPortIsAnotherClient() throws Exception {
        try (var first = new UdpServer();
                var second = new UdpServer();
                var balanced = Balanced.over(first.spec(), second.spec()).strategy(new InTurn()).udp(UdpSettings.usual()).on(transport);
                var one = UdpClient.of(balanced.address());
                var other = UdpClient.of(balanced.address())) {
            one.sends("1");
            Question begin = first.receives("1");
            other.sends("2");
            second.receives("2");
            one.sends("3");
            assertEquals(begin.from(), first.receives("3").from());
            assertEquals(2, balanced.stats().active());
        }
    }

    @Test
    void manyClientsAreToldApart() throws Exception {
        List<UdpClient> clients = new ArrayList<>();
        try (var server = new UdpServer(); var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).on(transport)) {
            for (int i = 0; i < MANY; i++) {
                clients.add(UdpClient.of(balanced.address()));
                clients.get(i).sends("from " + i);
                Question question = server.receives("from " + i);
                server.answers(question, "to " + i);
            }
            for (int i = 0; i < MANY; i++) {
                clients.get(i).receives("to " + i);
            }
            assertEquals(MANY, balanced.stats().active());
            assertEquals(MANY, balanced.connections().size());
            assertEquals(MANY, balanced.balancer().closeConnections(_ -> true, EndReason.KILLED_BY_ADMIN));
            balanced.ended(EndReason.KILLED_BY_ADMIN, MANY);
            assertEquals(0, balanced.stats().active());
        } finally {
            clients.forEach(UdpClient::close);
        }
    }

    @Test
    void aBurstOfDatagramsPassesInItsOrder() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            var sizes = new Random(7);
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                sent.add(i + "x".repeat(sizes.nextInt(3) * 50));
                client.sends(sent.get(i));
            }
            List<Question> questions = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                questions.add(server.receives(sent.get(i)));
            }
            for (int i = 0; i < MANY; i++) {
                server.answers(questions.get(i), sent.get(i));
            }
            for (int i = 0; i < MANY; i++) {
                client.receives(sent.get(i));
            }
        }
    }

    @Test
    void emptyAndLargestDatagramsPass() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends(new byte[0]);
            Question empty = server.receives();
            assertEquals(0, empty.bytes().length);
            server.answers(empty, new byte[0]);
            assertEquals(0, client.receives().length);
            byte[] largest = new byte[65_507];
            new Random(1).nextBytes(largest);
            client.sends(largest);
            Question large = server.receives();
            assertArrayEquals(largest, large.bytes());
            server.answers(large, largest);
            assertArrayEquals(largest, client.receives());
        }
    }

    @Test
    void aDatagramThatIsTooLargeIsCountedAndNeverCut() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.datagram(100)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("x".repeat(101));
            balanced.dropped(DropReason.TRUNCATED, 1);
            client.sends("x".repeat(100));
            Question question = server.receives("x".repeat(100));
            server.answers(question, "y".repeat(101));
            balanced.dropped(DropReason.TRUNCATED, 2);
            server.answers(question, "y".repeat(100));
            client.receives("y".repeat(100));
        }
    }

    @Test
    void whatTheSystemJoinsIsJudgedAndPassedOneByOne() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.datagram(100)).on(transport);
                var fits = new SegmentingSender((InetSocketAddress) balanced.address(), 90);
                var doesNot = new SegmentingSender((InetSocketAddress) balanced.address(), 101)) {
            byte[] bytes = new byte[10 * 90 + 30];
            new Random(3).nextBytes(bytes);
            fits.sends(bytes);
            for (int at = 0; at < bytes.length; at += 90) {
                assertArrayEquals(Arrays.copyOfRange(bytes, at, Math.min(at + 90, bytes.length)), server.receives().bytes());
            }
            doesNot.sends(Arrays.copyOf(bytes, 5 * 101 + 50));
            assertArrayEquals(Arrays.copyOfRange(bytes, 5 * 101, 5 * 101 + 50), server.receives().bytes());
            balanced.dropped(DropReason.TRUNCATED, 5);
        }
    }

    @Test
    void everyFlowStaysOnItsLoop() throws Exception {
        List<UdpClient> clients = new ArrayList<>();
        try (var server = new UdpServer(); var balanced = Balanced.over(server.spec()).loops(3).udp(UdpSettings.usual()).on(transport)) {
            for (int i = 0; i < 3 * MANY; i++) {
                if (i < MANY) {
                    clients.add(UdpClient.of(balanced.address()));
                }
                clients.get(i % MANY).sends("datagram " + i);
                server.receives("datagram " + i);
            }
            assertEquals(MANY, balanced.stats().accepted(), "a loop that sees a flow for the first time makes a session of it");
            long used = balanced.balancer().loops().stream().filter(loop -> loop.count() > 0).count();
            assertEquals(3, used);
        } finally {
            clients.forEach(UdpClient::close);
        }
    }

    @Test
    void atTheLimitNewClientsAreDroppedAndOldOnesLive() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.maxSessions(2)).on(transport);
                var first = UdpClient.of(balanced.address());
                var second = UdpClient.of(balanced.address());
                var third = UdpClient.of(balanced.address())) {
            first.sends("1");
            server.receives("1");
            second.sends("2");
            server.receives("2");
            third.sends("3");
            balanced.dropped(DropReason.LIMIT, 1);
            first.sends("still here");
            server.receives("still here");
            balanced.balancer().closeConnections(info -> info.source().endsWith(":" + second.port()), EndReason.KILLED_BY_ADMIN);
            third.sends("now");
            server.receives("now");
            assertEquals(2, balanced.stats().active());
        }
    }

    @Test
    void maxConnectionsOfABackendAreItsSessions() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(new BackendSpec(server.spec().id(), server.spec().address(), 1, 1, 1))
                        .udp(UdpSettings.usual()).on(transport);
                var first = UdpClient.of(balanced.address());
                var second = UdpClient.of(balanced.address())) {
            first.sends("1");
            server.receives("1");
            second.sends("2");
            balanced.dropped(DropReason.LIMIT, 1);
        }
    }

    @Test
    void withoutABackendDatagramsAreDroppedAndNoSessionIsMade() throws Exception {
        try (var balanced = Balanced.over().udp(UdpSettings.usual()).on(transport); var client = UdpClient.of(balanced.address())) {
            client.sends("anybody?");
            balanced.dropped(DropReason.NO_BACKEND, 1);
            assertEquals(0, balanced.stats().accepted());
            assertEquals(1, balanced.balancer().pools().iterator().next().noBackend());
        }
    }

    @Test
    void ipv6IsServed() throws Exception {
        try (var server = new UdpServer();
                var balanced =
                        Balanced.over(server.spec()).bind(new Address.Inet("::1", 0)).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("sechs");
            server.answers(server.receives("sechs"), "six");
            client.receives("six");
            assertTrue(balanced.connections().getFirst().source().startsWith("[::1]:"), balanced.connections()::toString);
        }
    }

    @Test
    void aBackendMayHaveAnAddressOfIpv6() throws Exception {
        try (var server = new UdpServer("::1", 0);
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.maxResponses(1)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("four");
            server.answers(server.receives("four"), "six");
            client.receives("six");
            balanced.ended(EndReason.NORMAL, 1);
        }
    }

    @Test
    void onEveryAddressTheAnswerLeavesFromTheOneThatWasAsked() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).bind(new Address.Inet("", 0)).udp(UdpSettings.usual()).on(transport)) {
            int port = ((InetSocketAddress) balanced.address()).getPort();
            List<String> asked = transport.tellsDestinations() ? List.of("127.0.0.1", "127.0.0.2", "::1") : List.of("127.0.0.1", "::1");
            for (String host : asked) {
                try (var client = UdpClient.at(new InetSocketAddress(host, port))) {
                    client.sends(host);
                    server.answers(server.receives(host), "here");
                    client.receives("here");
                }
            }
        }
    }

    @Test
    void oneClientThatAsksTwoAddressesGetsEachAnswerFromItsOwn() throws Exception {
        if (!transport.tellsDestinations()) {
            return; // it has a socket for each address, and never sees that it is one client
        }
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).bind(new Address.Inet("0.0.0.0", 0)).udp(UdpSettings.usual()).on(transport);
                var client = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            client.setSoTimeout(Peer.DEADLINE);
            int port = ((InetSocketAddress) balanced.address()).getPort();
            var first = new InetSocketAddress("127.0.0.1", port);
            var second = new InetSocketAddress("127.0.0.3", port);
            client.send(new DatagramPacket(new byte[] {1}, 1, first));
            Question one = server.receives();
            client.send(new DatagramPacket(new byte[] {2}, 1, second));
            Question two = server.receives();
            assertNotEquals(one.from(), two.from());
            server.answers(one, "a");
            assertEquals(first, sender(client));
            server.answers(two, "b");
            assertEquals(second, sender(client));
        }
    }

    private static SocketAddress sender(DatagramSocket client) throws IOException {
        var packet = new DatagramPacket(new byte[16], 16);
        client.receive(packet);
        return packet.getSocketAddress();
    }

    @Test
    void aGracefulStopLetsSessionsEndAndTakesNoNewOnes() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.maxResponses(1)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            var address = balanced.address();
            client.sends("question");
            Question question = server.receives("question");
            Thread stopping = Thread.ofVirtual().start(() -> balanced.balancer().stop());
            Eventually.until("new clients are dropped", () -> {
                comesTooLate(address);
                return balanced.datagrams().dropped().get(DropReason.STOPPING) > 0;
            });
            balanced.balancer().closeConnections(info -> !info.source().endsWith(":" + client.port()), EndReason.KILLED_BY_ADMIN);
            server.answers(question, "answer");
            client.receives("answer");
            stopping.join(Duration.ofSeconds(10));
            assertTrue(!stopping.isAlive());
            balanced.ended(EndReason.NORMAL, 1);
        }
    }

    private static void comesTooLate(SocketAddress address) {
        try (var late = UdpClient.of(address)) {
            late.sends("too late");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aSecondBalancerDoesNotShareThePortOfTheFirst() throws Exception {
        try (var balanced = Balanced.over().udp(UdpSettings.usual()).on(transport)) {
            int port = ((InetSocketAddress) balanced.address()).getPort();
            var again = Balanced.over().bind(new Address.Inet("127.0.0.1", port)).udp(UdpSettings.usual());
            var failure = assertThrows(ChangeException.class,
                    () -> again.on(transport));
            assertEquals(ChangeException.Reason.BIND, failure.reason());
        }
    }

    @Test
    void theReceiveBufferIsTheOneThatWasAskedFor() throws Exception {
        var options = new DatagramOptions(DatagramOptions.LARGEST, 100_000, false, 0, Optional.empty());
        DatagramServer server = transport.bindDatagrams(new InetSocketAddress("127.0.0.1", 0), options, true);
        try {
            assertEquals(100_000, server.receiveBuffer());
            server.change(new DatagramOptions(DatagramOptions.LARGEST, 50_000, false, 0, Optional.empty()));
            assertEquals(50_000, server.receiveBuffer());
        } finally {
            server.close();
        }
    }

    @Test
    void tcpAndUdpShareANumber() throws Exception {
        try (var listening = new Listening();
                var balanced =
                        Balanced.over().bind(new Address.Inet("127.0.0.1", listening.port())).udp(UdpSettings.usual()).on(transport)) {
            assertEquals(listening.port(), ((InetSocketAddress) balanced.address()).getPort());
        }
    }

    @Test
    void listenersThatLeaveThePortToTheSystemHaveOneEach() throws Exception {
        var config = Balanced.over().udp(UdpSettings.usual());
        Address anyPort = new Address.Inet("127.0.0.1", 0);
        BalancerConfig one = config.config();
        var listeners = Map.of("test", config.listener("test", anyPort), "other", config.listener("other", anyPort));
        var two = new BalancerConfig(one.admin(), one.log(), one.metrics(), one.transport(), one.loops(), one.shutdown(), listeners,
                one.pools());
        try (var balanced = Balanced.of(two, transport)) {
            assertNotEquals(balanced.address(), balanced.balancer().addresses().get("other").getFirst());
        }
    }
}
