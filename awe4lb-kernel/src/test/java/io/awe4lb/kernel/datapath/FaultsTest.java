package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.ConnectConfig;
import io.awe4lb.kernel.config.SendProxyConfig;
import io.awe4lb.kernel.config.SocketConfig;
import io.awe4lb.kernel.listener.FlowLoop;
import io.awe4lb.kernel.net.FaultyLinux;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.LoopCounters;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.ProxyProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** The system refuses: a connection or a feature is lost, never the loop. */
class FaultsTest {

    private final FaultyLinux system = new FaultyLinux();

    @Test
    void withoutADescriptorForTheBackendTheClientWaitsAndIsServedLater() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(system.transport())) {
            system.failSockets(3);
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("late");
                backend.receives("late");
            }
            assertEquals(3, system.failed());
            assertTrue(sum(balanced, LoopCounters::acceptPauses) >= 1);
            assertNobodyIsBlamed(balanced);
        }
    }

    @Test
    void withoutADescriptorForTooLongTheReasonSaysSo() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).retry(3, Duration.ofMillis(100)).on(system.transport())) {
            system.failSockets(1_000);
            try (Peer client = balanced.client()) {
                client.seesEnd();
                balanced.ended(EndReason.RESOURCE_EXHAUSTED, 1);
            }
            system.failSockets(0);
            servesOne(balanced, listening);
        }
    }

    @Test
    void aClientThatLeftBeforeItWasAcceptedIsPassedOver() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(system.transport())) {
            system.abortAccepts(5);
            servesOne(balanced, listening);
            assertEquals(5, system.failed());
            assertEquals(0, sum(balanced, LoopCounters::acceptFailures));
        }
    }

    @Test
    void acceptingGoesOnAfterAWantOfBuffers() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(system.transport())) {
            system.exhaustAccepts(2);
            servesOne(balanced, listening);
            assertEquals(2, sum(balanced, LoopCounters::acceptFailures));
        }
    }

    @Test
    void aPollerWithoutMemoryCostsOneConnection() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).loops(1).on(system.transport())) {
            servesOne(balanced, listening); // now its listening socket is registered
            system.failRegistrations(1);
            try (Peer client = balanced.client()) {
                client.seesEnd();
            }
            balanced.ended(EndReason.RESOURCE_EXHAUSTED, 1);
            servesOne(balanced, listening);
        }
    }

    @Test
    void withoutMemoryToPollTheBackendsSocketNoBackendIsBlamed() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).loops(1).on(system.transport())) {
            servesOne(balanced, listening); // now its listening socket is registered
            system.failRegistrationsAfter(1, 1); // the client's passes
            try (Peer client = balanced.client()) {
                listening.accepts().close(); // the connect had begun
                try (Peer backend = listening.accepts()) {
                    client.sends("late");
                    backend.receives("late");
                }
            }
            assertEquals(1, system.failed());
            assertNobodyIsBlamed(balanced);
        }
    }

    @Test
    void withoutAPortForTheBackendTheClientWaitsAndIsServedLater() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(system.transport())) {
            system.failConnects(3);
            servesOne(balanced, listening);
            assertEquals(3, system.failed());
            assertEquals(0, sum(balanced, LoopCounters::acceptPauses), "others have ports");
            assertNobodyIsBlamed(balanced);
        }
    }

    @Test
    void withoutAPortForOneBackendAnotherOneIsAsked() throws Exception {
        try (var first = new Listening();
                var second = new Listening();
                var balanced = Balanced.over(first.spec(), second.spec()).retry(3, Duration.ZERO).on(system.transport())) {
            system.failConnects(1);
            servesOne(balanced, second);
            assertNobodyIsBlamed(balanced);
        }
    }

    /** Where all have the same ports, there is no sense in asking for each of thousands. */
    @Test
    void withoutAPortNoMoreBackendsAreAskedThanOtherwise() throws Exception {
        try (var first = new Listening();
                var second = new Listening();
                var third = new Listening();
                var balanced = Balanced.over(first.spec(), second.spec(), third.spec()).retry(1, Duration.ZERO).on(system.transport())) {
            system.failConnects(1_000);
            try (Peer client = balanced.client()) {
                client.seesEnd();
            }
            balanced.ended(EndReason.RESOURCE_EXHAUSTED, 1);
            assertEquals(2, system.failed());
        }
    }

    @Test
    void withoutAPortOfOneSourceAddressThatOfAnotherOneIsTaken() throws Exception {
        var sources = new ConnectConfig(List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")), false,
                SocketConfig.NONE);
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).outgoing(sources).retry(3, Duration.ZERO).on(system.transport())) {
            system.failConnects(1);
            servesOne(balanced, listening);
        }
    }

    @Test
    void withoutAPortForTooLongTheReasonSaysSo() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).retry(3, Duration.ofMillis(100)).on(system.transport())) {
            system.failConnects(1_000);
            try (Peer client = balanced.client()) {
                client.seesEnd();
            }
            balanced.ended(EndReason.RESOURCE_EXHAUSTED, 1);
            system.failConnects(0);
            servesOne(balanced, listening);
            assertNobodyIsBlamed(balanced);
        }
    }

    @Test
    void aSendThatFailsCostsOneConnection() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(system.transport())) {
            system.failSends(1);
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("x");
                backend.seesEnd();
            }
            balanced.ended(EndReason.BACKEND_RESET, 1);
            servesOne(balanced, listening);
        }
    }

    private static String header(Peer client, Balanced balanced) {
        return "PROXY TCP4 127.0.0.1 127.0.0.1 %d %d\r\n".formatted(client.localPort(),
                ((InetSocketAddress) balanced.address()).getPort());
    }

    @Test
    void aProxyHeaderThatFindsRoomForOneByteGoesOnAndEverythingElseBehindIt() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).sendProxy(SendProxyConfig.of(ProxyProtocol.V1)).on(system.transport())) {
            system.cutSends(1);
            try (Peer client = balanced.client()) {
                client.sends("hello");
                try (Peer backend = listening.accepts()) {
                    backend.receives(header(client, balanced) + "hello");
                    backend.sends("welcome");
                    client.receives("welcome");
                }
            }
            assertEquals(1, system.failed());
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        }
    }

    @Test
    void aBackendWithoutRoomForItsProxyHeaderHasTheTimeOfAConnect() throws Exception {
        try (var first = new Listening();
                var second = new Listening();
                var balanced = Balanced.over(first.spec(), second.spec()).connect(Duration.ofSeconds(1))
                        .sendProxy(SendProxyConfig.of(ProxyProtocol.V1)).on(system.transport())) {
            system.stuffConnections(1);
            try (Peer client = balanced.client(); Peer stuffed = first.accepts(); Peer backend = second.accepts()) {
                backend.receives(header(client, balanced));
                stuffed.seesEnd();
            }
            assertEquals(Map.of(EndReason.BACKEND_CONNECT_TIMEOUT, 1L),
                    balanced.balancer().pools().iterator().next().members().all().getFirst().stats().connectErrors());
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        }
    }

    @Test
    void whereSpliceIsForbiddenBulkIsCopied() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).loops(1).on(system.transport())) {
            system.refuseSplices(1_000);
            assertBulkArrives(balanced, listening);
            assertEquals(1, system.failed(), "one refusal is enough for the loop to stop asking");
        }
    }

    @Test
    void withoutAPipeBulkIsCopied() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).loops(1).on(system.transport())) {
            system.failPipes(1_000_000);
            assertBulkArrives(balanced, listening);
            assertTrue(system.failed() > 0);
        }
    }

    private static void assertNobodyIsBlamed(Balanced balanced) {
        PoolBackend backend = balanced.balancer().pools().iterator().next().members().all().getFirst();
        assertEquals(Map.of(), backend.stats().connectErrors());
        assertFalse(backend.isEjected());
    }

    private static void servesOne(Balanced balanced, Listening listening) throws Exception {
        try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
            client.sends("served");
            backend.receives("served");
        }
    }

    private static void assertBulkArrives(Balanced balanced, Listening listening) throws Exception {
        byte[] bytes = new byte[8_000_000];
        new Random(5).nextBytes(bytes);
        try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
            Thread sending = Thread.ofVirtual().start(() -> {
                try {
                    client.output().write(bytes);
                    client.halfCloses();
                } catch (java.io.IOException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            assertArrayEquals(bytes, backend.input().readAllBytes());
            sending.join();
        }
    }

    private static long sum(Balanced balanced, ToLongFunction<LoopCounters> counter) {
        return balanced.balancer().loops().stream().map(FlowLoop::counters).mapToLong(counter).sum();
    }
}
