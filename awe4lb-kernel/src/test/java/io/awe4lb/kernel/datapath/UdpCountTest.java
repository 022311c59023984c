package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.datapath.UdpServer.Question;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** maxRequests and maxResponses, exact for every number. */
class UdpCountTest extends OnEachTransport {

    @Test
    void aSessionTakesMaxRequestsAndTheNextOneIsANewChoice() throws Exception {
        for (int most = 1; most <= 4; most++) {
            try (var first = new UdpServer();
                    var second = new UdpServer();
                    var balanced = Balanced.over(first.spec(), second.spec()).strategy(new InTurn()).udp(UdpSettings.maxRequests(most))
                            .on(transport);
                    var client = UdpClient.of(balanced.address())) {
                for (int session = 0; session < 3; session++) {
                    takesOneSession(client, session % 2 == 0 ? first : second, most);
                }
                assertEquals(3, balanced.stats().accepted());
                assertEquals(3L * most, balanced.datagrams().in());
            }
        }
    }

    private static void takesOneSession(UdpClient client, UdpServer server, int most) throws IOException {
        List<SocketAddress> ports = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            client.sends("request");
            ports.add(server.receives("request").from());
        }
        assertEquals(1, ports.stream().distinct().count());
    }

    @Test
    void answersOfASessionThatHasTakenAllItsRequestsStillPass() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.maxRequests(1)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            Question first = server.receives("1");
            client.sends("2");
            Question second = server.receives("2");
            assertNotEquals(first.from(), second.from());
            server.answers(second, "to 2");
            client.receives("to 2");
            server.answers(first, "to 1");
            client.receives("to 1");
        }
    }

    @Test
    void aBurstIsDividedExactly() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.maxRequests(3)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            for (int i = 0; i < 30; i++) {
                client.sends("same size");
            }
            List<SocketAddress> ports = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                ports.add(server.receives("same size").from());
            }
            assertEquals(10, ports.stream().distinct().count());
            ports.forEach(port -> assertEquals(3, ports.stream().filter(port::equals).count()));
        }
    }

    @Test
    void aSessionEndsWhenEachRequestHasItsAnswers() throws Exception {
        for (int most = 1; most <= 4; most++) {
            try (var server = new UdpServer();
                    var balanced = Balanced.over(server.spec()).udp(UdpSettings.maxResponses(most)).on(transport);
                    var client = UdpClient.of(balanced.address())) {
                client.sends("A");
                Question a = server.receives("A");
                client.sends("AAAA");
                Question aaaa = server.receives("AAAA");
                assertEquals(a.from(), aaaa.from(), "one session");
                for (int i = 0; i < 2 * most - 1; i++) {
                    server.answers(a, "answer " + i);
                    client.receives("answer " + i);
                }
                assertEquals(1, balanced.stats().active());
                server.answers(a, "last");
                client.receives("last");
                balanced.ended(EndReason.NORMAL, 1);
                client.sends("again");
                assertNotEquals(a.from(), server.receives("again").from(), "a new session");
            }
        }
    }

    @Test
    void answersThatNobodyWaitsForAreDropped() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.counted(OptionalInt.of(2), OptionalInt.of(2))).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("question");
            Question question = server.receives("question");
            for (int i = 0; i < 5; i++) {
                server.answers(question, "answer " + i);
            }
            client.receives("answer 0");
            client.receives("answer 1");
            balanced.ended(EndReason.NORMAL, 1);
            client.sends("another");
            server.answers(server.receives("another"), "no surplus before this");
            client.receives("no surplus before this");
            assertEquals(3, balanced.datagrams().out());
        }
    }

    @Test
    void withoutAnswersThereIsNoSessionAndEachDatagramIsANewChoice() throws Exception {
        try (var first = new UdpServer();
                var second = new UdpServer();
                var balanced = Balanced.over(first.spec(), second.spec()).strategy(new InTurn())
                        .udp(UdpSettings.counted(OptionalInt.of(1), OptionalInt.of(0))).on(transport);
                var client = UdpClient.of(balanced.address());
                var other = UdpClient.of(balanced.address())) {
            SocketAddress shared = null;
            for (int i = 0; i < 5; i++) {
                client.sends("to first");
                Question question = first.receives("to first");
                shared = shared == null ? question.from() : shared;
                assertEquals(shared, question.from(), "a shared socket");
                other.sends("to second");
                second.receives("to second");
            }
            assertEquals(0, balanced.stats().accepted());
            assertEquals(List.of(), balanced.connections());
            assertEquals(10, balanced.datagrams().in());
            first.answers(new Question(new byte[0], shared), "nobody waits");
            balanced.dropped(DropReason.SURPLUS, 1);
        }
    }

    @Test
    void withoutAnswersAClientStaysWithItsBackendForMaxRequests() throws Exception {
        for (int most : new int[] {2, 5}) {
            try (var first = new UdpServer();
                    var second = new UdpServer();
                    var balanced = Balanced.over(first.spec(), second.spec()).strategy(new InTurn())
                            .udp(UdpSettings.counted(OptionalInt.of(most), OptionalInt.of(0))).on(transport);
                    var client = UdpClient.of(balanced.address())) {
                for (int i = 0; i < 4 * most; i++) {
                    client.sends("message");
                    (i / most % 2 == 0 ? first : second).receives("message");
                }
            }
        }
    }

    @Test
    void withoutAnswersAClientStaysWithItsBackendUntilThatIsGone() throws Exception {
        var udp = UdpSettings.maxResponses(0);
        try (var first = new UdpServer();
                var second = new UdpServer();
                var balanced = Balanced.over(first.spec()).udp(udp).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            first.receives("1");
            balanced.becomes(Balanced.over(second.spec(), first.spec()).udp(udp).config());
            client.sends("2");
            first.receives("2");
            balanced.becomes(Balanced.over(second.spec()).udp(udp).config());
            client.sends("3");
            second.receives("3");
        }
    }

    @Test
    void withoutAnswersARefusedDatagramIsCounted() throws Exception {
        try (var balanced = Balanced.over(UdpServer.refusing()).udp(UdpSettings.maxResponses(0)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("to nobody");
            balanced.dropped(DropReason.BACKEND_REFUSED, 1);
            var refusing = balanced.balancer().pools().iterator().next().members().all().getFirst();
            assertEquals(1, refusing.stats().connectErrors().get(EndReason.BACKEND_REFUSED));
        }
    }

    @Test
    void withoutAnswersARefusingBackendIsLeft() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(UdpServer.refusing(), server.spec()).udp(UdpSettings.maxResponses(0)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            Eventually.until("a datagram arrives at the other one", () -> {
                try {
                    client.sends("message");
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
                return balanced.balancer().pools().iterator().next().members().all().getLast().bytes() > 0;
            });
            server.receives("message");
        }
    }
}
