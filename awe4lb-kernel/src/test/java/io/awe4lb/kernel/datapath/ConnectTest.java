package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.Backend;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Strategy;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ConnectTest extends OnEachTransport {

    @Test
    void aBackendThatRefusesIsRetriedOnAnotherOneBeforeTheClientNotices() throws Exception {
        BackendSpec refusing = Listening.refusing();
        try (var listening = new Listening();
                var balanced = Balanced.over(refusing, listening.spec()).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("hello");
            backend.receives("hello");
            PoolBackend refused = backend(balanced, refusing);
            assertEquals(1L, refused.stats().connectErrors().get(EndReason.BACKEND_REFUSED));
            assertEquals(1, refused.stats().retries());
            assertEquals(0, refused.activeConnections());
        }
    }

    @Test
    void aBackendIsNeverTriedTwiceForOneClient() throws Exception {
        var asked = new ConcurrentLinkedQueue<String>();
        Strategy recording = (candidates, _) -> {
            Backend pick = candidates.isEmpty() ? null : candidates.get(0);
            asked.add(pick == null ? "none" : pick.id());
            return pick;
        };
        var refusing = List.of(Listening.refusing(), Listening.refusing(), Listening.refusing());
        try (var balanced = Balanced.over(refusing.toArray(BackendSpec[]::new)).strategy(recording).ejection(Duration.ZERO).on(transport);
                Peer client = balanced.client()) {
            client.seesEnd();
            balanced.ended(EndReason.BACKEND_REFUSED, 1);
            assertEquals(refusing.stream().map(BackendSpec::id).toList(), List.copyOf(asked));
        }
    }

    @Test
    void noMoreOthersAreTriedThanTheConfigurationSays() throws Exception {
        var refusing = List.of(Listening.refusing(), Listening.refusing(), Listening.refusing());
        try (var balanced = Balanced.over(refusing.toArray(BackendSpec[]::new)).retry(1, Duration.ofSeconds(10)).on(transport);
                Peer client = balanced.client()) {
            client.seesEnd();
            balanced.ended(EndReason.BACKEND_REFUSED, 1);
            long failures = refusing.stream()
                    .mapToLong(spec -> backend(balanced, spec).stats().connectErrors().values().stream().mapToLong(n -> n).sum()).sum();
            assertEquals(2, failures);
        }
    }

    @Test
    void aPoolWithoutBackendsClosesTheClient() throws Exception {
        try (var balanced = Balanced.over().on(transport); Peer client = balanced.client()) {
            client.seesEnd();
            balanced.ended(EndReason.NO_BACKEND, 1);
        }
    }

    @Test
    void aClientThatWantedToGoToThisMachineIsServedByAnotherBackendOrClosed() throws Exception {
        BackendSpec anywhere = BackendSpec.of(new Address.Destination());
        try (var listening = new Listening();
                var balanced = Balanced.over(anywhere, listening.spec()).on(transport)) {
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("hello");
                backend.receives("hello");
            }
        }
        try (var balanced = Balanced.over(anywhere).on(transport)) {
            for (int i = 1; i <= 3; i++) {
                try (Peer client = balanced.client()) {
                    client.seesEnd();
                    balanced.ended(EndReason.NO_BACKEND, i);
                }
            }
        }
    }

    @Test
    void theOnlyBackendIsEjectedTooAndComesBack() throws Exception {
        BackendSpec spec = Listening.refusing();
        try (var balanced = Balanced.over(spec).ejection(Duration.ofMillis(200)).on(transport)) {
            try (Peer client = balanced.client()) {
                client.seesEnd();
            }
            balanced.ended(EndReason.BACKEND_REFUSED, 1);
            Eventually.is(false, () -> offersABackend(balanced), () -> "offered although it is ejected");
            try (Peer client = balanced.client()) {
                client.seesEnd();
            }
            balanced.ended(EndReason.NO_BACKEND, 1);
            try (var _ = new Listening(((Address.Inet) spec.address()).port(), 10)) {
                Eventually.is(true, () -> offersABackend(balanced), () -> "offered again");
                try (Peer client = balanced.client()) {
                    client.sends("hello again");
                    Eventually.is(1, () -> backend(balanced, spec).activeConnections(), () -> "connected");
                }
            }
        }
    }

    @Test
    void aBackendThatDoesNotAnswerInTimeIsPassedOver() throws Exception {
        try (var deaf = new Listening(0, 1); var listening = new Listening()) {
            List<Peer> fillers = fillBacklog(deaf);
            try (var balanced = Balanced.over(deaf.spec(), listening.spec()).connect(Duration.ofMillis(100)).on(transport);
                    Peer client = balanced.client();
                    Peer backend = listening.accepts()) {
                backend.sends("I am here");
                client.receives("I am here");
                assertEquals(1L, backend(balanced, deaf.spec()).stats().connectErrors().get(EndReason.BACKEND_CONNECT_TIMEOUT));
            }
            for (Peer filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void whenTheOnlyBackendDoesNotAnswerTheReasonSaysSo() throws Exception {
        try (var deaf = new Listening(0, 1)) {
            List<Peer> fillers = fillBacklog(deaf);
            try (var balanced = Balanced.over(deaf.spec()).connect(Duration.ofMillis(50)).on(transport); Peer client = balanced.client()) {
                client.seesEnd();
                balanced.ended(EndReason.BACKEND_CONNECT_TIMEOUT, 1);
            }
            for (Peer filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void aBackendCanBeGivenByName() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(BackendSpec.of(new Address.Inet("localhost", listening.port()))).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("by name");
            backend.receives("by name");
        }
    }

    @Test
    void aStrategyThatThrowsCostsOneConnectionAndNoMore() throws Exception {
        var first = new CountDownLatch(1);
        Strategy throwing = (Candidates candidates, Client _) -> {
            if (first.getCount() > 0) {
                first.countDown();
                throw new IllegalStateException("thrown on purpose by a test");
            }
            return candidates.get(0);
        };
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).strategy(throwing).on(transport)) {
            assertThrows(SocketException.class, () -> connectAndRead(balanced), "a reset, maybe before the connect has returned");
            balanced.ended(EndReason.INTERNAL_ERROR, 1);
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("fine");
                backend.receives("fine");
            }
        }
    }

    @Test
    void aLimitOfABackendHoldsExactlyUnderAThousandParallelConnects() throws Exception {
        try (var listening = new Listening()) {
            var limited = new BackendSpec("limited", listening.spec().address(), 1, 1, 10);
            try (var balanced = Balanced.over(limited).on(transport)) {
                var clients = new ConcurrentLinkedQueue<Peer>();
                var threads = new ArrayList<Thread>();
                for (int i = 0; i < 1000; i++) {
                    threads.add(Thread.ofVirtual().start(() -> {
                        try {
                            clients.add(balanced.client());
                        } catch (IOException failure) {
                            throw new IllegalStateException(failure);
                        }
                    }));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                balanced.ended(EndReason.LIMIT, 990);
                assertEquals(10, backend(balanced, limited).activeConnections());
                assertEquals(10, balanced.stats().active());
                for (Peer client : clients) {
                    client.close();
                }
                for (int i = 0; i < 10; i++) {
                    listening.accepts().close();
                }
                Eventually.is(0, () -> backend(balanced, limited).activeConnections(), () -> "slots given back");
            }
        }
    }

    @Test
    void whenTheFirstPriorityIsFullTheNextOneServes() throws Exception {
        try (var first = new Listening(); var second = new Listening()) {
            var limited = new BackendSpec("first", first.spec().address(), 1, 1, 1);
            var spare = new BackendSpec("second", second.spec().address(), 1, 2, 0);
            try (var balanced = Balanced.over(spare, limited).on(transport);
                    Peer _ = balanced.client();
                    Peer _ = first.accepts();
                    Peer client = balanced.client();
                    Peer backend = second.accepts()) {
                client.sends("to the second");
                backend.receives("to the second");
                assertTrue(backend(balanced, limited).activeConnections() <= 1);
            }
        }
    }

    private static boolean offersABackend(Balanced balanced) {
        try (Lease lease = balanced.balancer().pools().iterator().next().members().lease(Client.local(), List.of())) {
            return lease != null;
        }
    }

    private static void connectAndRead(Balanced balanced) throws IOException {
        try (Peer client = balanced.client()) {
            client.input().read();
        }
    }

    /** Connects until the system answers no more: the next one hangs. */
    static List<Peer> fillBacklog(Listening deaf) throws IOException {
        List<Peer> fillers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            fillers.add(Peer.connect(new java.net.InetSocketAddress("127.0.0.1", deaf.port())));
        }
        return fillers;
    }

    private static PoolBackend backend(Balanced balanced, BackendSpec spec) {
        return balanced.balancer().pools().iterator().next().members().all().stream().filter(b -> b.id().equals(spec.id())).findFirst()
                .orElseThrow();
    }
}
