package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.OnLimit;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What clients see of limits. */
class LimitsTest extends OnEachTransport {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private static int queued(Balanced balanced) {
        return balanced.balancer().pools().iterator().next().line().length();
    }

    @Test
    void oneTooManyIsClosedAndAnotherComesInWhenOneHasGone() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).limits(Limits.of().connections(1).config()).on(transport)) {
            try (Peer first = balanced.client(); Peer backend = listening.accepts()) {
                first.sends("hello");
                backend.receives("hello");
                try (Peer second = balanced.client()) {
                    second.seesEnd();
                }
                balanced.ended(EndReason.LIMIT, 1);
            }
            Eventually.until("the first has gone", () -> balanced.stats().active() == 0);
            try (Peer third = balanced.client(); Peer backend = listening.accepts()) {
                third.sends("again");
                backend.receives("again");
            }
        }
    }

    /** The loop is held meanwhile: a reset that comes during the client's connect is told by that, or by nothing. */
    @Test
    void oneTooManyIsReset() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).loops(1).limits(Limits.of().perSource(1).on(new OnLimit.Reset()).config())
                        .on(transport);
                Peer first = balanced.client();
                Peer backend = listening.accepts()) {
            first.sends("hello");
            backend.receives("hello");
            var isHeld = new CountDownLatch(1);
            var isConnected = new CountDownLatch(1);
            balanced.balancer().loops().iterator().next().loop().execute(() -> {
                isHeld.countDown();
                awaits(isConnected);
            });
            awaits(isHeld);
            try (Peer second = balanced.client()) {
                isConnected.countDown();
                second.seesReset();
            }
            balanced.ended(EndReason.LIMIT, 1);
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void thoseWhoComeTooOftenAreClosed() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).limits(Limits.of().rate(1, HOUR).config()).on(transport);
                Peer first = balanced.client();
                Peer backend = listening.accepts()) {
            first.sends("hello");
            backend.receives("hello");
            try (Peer second = balanced.client()) {
                second.seesEnd();
            }
            balanced.ended(EndReason.RATE_LIMITED, 1);
        }
    }

    @Test
    void aDryRunCountsAndServes() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).limits(Limits.of().connections(1).on(new OnLimit.DryRun()).config())
                        .on(transport);
                Peer first = balanced.client();
                Peer firstBackend = listening.accepts();
                Peer second = balanced.client();
                Peer secondBackend = listening.accepts()) {
            first.sends("one");
            firstBackend.receives("one");
            second.sends("two");
            secondBackend.receives("two");
            assertEquals(1, balanced.balancer().listeners().iterator().next().dryRuns(EndReason.LIMIT));
            assertEquals(2, balanced.stats().active());
        }
    }

    @Test
    void thoseWhoWaitAreServedInTheOrderInWhichTheyCame() throws Exception {
        int clients = 5;
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.specOfOneSlot()).limits(Limits.of().queue(LONG, 100).config()).on(transport)) {
            List<Peer> waiting = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Peer client = balanced.client();
                client.sends("client " + i);
                waiting.add(client);
                int before = i;
                Eventually.until("client " + i + " waits", () -> queued(balanced) == before && balanced.stats().active() == before + 1);
            }
            for (int i = 0; i < clients; i++) {
                try (Peer backend = listening.accepts()) {
                    backend.receives("client " + i);
                    backend.sends("served " + i);
                    waiting.get(i).receives("served " + i);
                    waiting.get(i).close();
                }
            }
            balanced.ended(EndReason.NORMAL, clients);
        }
    }

    @Test
    void whoeverHasWaitedForTooLongIsClosed() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.specOfOneSlot()).limits(Limits.of().queue(Duration.ofMillis(50), 100).config())
                        .on(transport);
                Peer first = balanced.client();
                Peer backend = listening.accepts()) {
            first.sends("hello");
            backend.receives("hello");
            try (Peer second = balanced.client()) {
                second.seesEnd();
            }
            balanced.ended(EndReason.LIMIT, 1);
            assertEquals(0, queued(balanced));
        }
    }

    @Test
    void aFullLineTakesNobodyAndOneThatIsKilledLeavesIt() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.specOfOneSlot()).limits(Limits.of().queue(LONG, 1).config()).on(transport);
                Peer first = balanced.client();
                Peer backend = listening.accepts();
                Peer second = balanced.client()) {
            first.sends("hello");
            backend.receives("hello");
            Eventually.until("the second waits", () -> queued(balanced) == 1);
            try (Peer third = balanced.client()) {
                third.seesEnd();
            }
            balanced.ended(EndReason.LIMIT, 1);
            assertEquals(1, balanced.balancer().closeConnections(live -> live.phase().equals("queued"), EndReason.KILLED_BY_ADMIN));
            second.seesEnd();
            assertEquals(0, queued(balanced));
        }
    }

    @Test
    void aBackendThatComesServesThoseWhoWait() throws Exception {
        try (var listening = new Listening();
                var other = new Listening()) {
            var settings = Balanced.over(listening.specOfOneSlot()).limits(Limits.of().queue(LONG, 100).config());
            try (var balanced = settings.on(transport);
                    Peer first = balanced.client();
                    Peer backend = listening.accepts();
                    Peer second = balanced.client()) {
                first.sends("hello");
                backend.receives("hello");
                second.sends("question");
                Eventually.until("the second waits", () -> queued(balanced) == 1);
                balanced.becomes(
                        Balanced.over(listening.specOfOneSlot(), other.spec()).limits(Limits.of().queue(LONG, 100).config()).config());
                try (Peer next = other.accepts()) {
                    next.receives("question");
                }
            }
        }
    }

    @Test
    void thoseWhoWaitForABackendThatRefusesAreAllToldAndNobodyWaitsForIt() throws Exception {
        int clients = 20;
        var listening = new Listening();
        List<Peer> waiting = new ArrayList<>();
        try (var balanced = Balanced.over(listening.specOfOneSlot()).ejection(Duration.ZERO).limits(Limits.of().queue(LONG, 100).config())
                .on(transport)) {
            try (Peer first = balanced.client(); listening; Peer backend = listening.accepts()) { // the slot is free when nobody listens
                first.sends("hello");
                backend.receives("hello");
                for (int i = 0; i < clients; i++) {
                    waiting.add(balanced.client());
                }
                Eventually.until("they wait", () -> queued(balanced) == clients);
            }
            for (Peer client : waiting) {
                client.seesEnd();
                client.close();
            }
            balanced.ended(EndReason.BACKEND_REFUSED, clients);
            assertEquals(0, queued(balanced));
        }
    }

    @Test
    void nothingIsLostAndNobodyIsForgottenWhereManyWaitForFew() throws Exception {
        int clients = 200;
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.specOfOneSlot()).halfClose(false)
                        .limits(Limits.of().queue(LONG, clients).config()).on(transport)) {
            var answering = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < clients; i++) {
                    try (Peer backend = listening.accepts()) {
                        backend.receives("question");
                        backend.sends("answer");
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                }
            });
            List<Peer> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Peer client = balanced.client();
                client.sends("question");
                all.add(client);
            }
            for (Peer client : all) {
                client.receives("answer");
                client.seesEnd();
                client.close();
            }
            answering.get(20, TimeUnit.SECONDS);
            balanced.ended(EndReason.NORMAL, clients);
            assertEquals(0, queued(balanced));
        }
    }

    @Test
    void bytesArriveWholeAndNotFasterThanTheyMay() throws Exception {
        byte[] sent = new byte[300_000];
        new Random(7).nextBytes(sent);
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).limits(Limits.of().bandwidth(1_000_000, 1_000_000).config()).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            long begin = System.nanoTime();
            var sending = CompletableFuture.runAsync(() -> writes(client, sent));
            assertArrayEquals(sent, backend.input().readNBytes(sent.length));
            long inward = System.nanoTime();
            sending.get(20, TimeUnit.SECONDS);
            var answering = CompletableFuture.runAsync(() -> writes(backend, sent));
            assertArrayEquals(sent, client.input().readNBytes(sent.length));
            long outward = System.nanoTime();
            answering.get(20, TimeUnit.SECONDS);
            assertTrue(inward - begin >= TimeUnit.MILLISECONDS.toNanos(190), "300 kB at 1 MB/s, of which 100 kB may come at once");
            assertTrue(outward - inward >= TimeUnit.MILLISECONDS.toNanos(190), "300 kB at 1 MB/s, of which 100 kB may come at once");
            client.halfCloses();
            backend.seesEnd();
        }
    }

    @Test
    void allTogetherGetNoMoreThanTheTotal() throws Exception {
        byte[] sent = new byte[100_000];
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).limits(Limits.of().totalBandwidth(1_000_000, 0).config()).on(transport);
                Peer one = balanced.client();
                Peer oneBackend = listening.accepts();
                Peer other = balanced.client();
                Peer otherBackend = listening.accepts()) {
            long begin = System.nanoTime();
            var sending = CompletableFuture.allOf(CompletableFuture.runAsync(() -> writes(one, sent)),
                    CompletableFuture.runAsync(() -> writes(other, sent)));
            oneBackend.input().readNBytes(sent.length);
            otherBackend.input().readNBytes(sent.length);
            sending.get(20, TimeUnit.SECONDS);
            assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(90),
                    "200 kB at 1 MB/s, of which 100 kB may come at once");
        }
    }

    private static void writes(Peer peer, byte[] bytes) {
        try {
            peer.output().write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aConnectionEndsWhenItsLifeIsOverWhateverMoves() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).maxLifetime(Duration.ofMillis(200)).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("hello");
            backend.receives("hello");
            client.seesEnd();
            backend.seesEnd();
            balanced.ended(EndReason.MAX_LIFETIME, 1);
        }
    }

    @Test
    void aSessionEndsWhenItsLifeIsOver() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).maxLifetime(Duration.ofMillis(200)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("question");
            server.answers(server.receives("question"), "answer");
            client.receives("answer");
            balanced.ended(EndReason.MAX_LIFETIME, 1);
        }
    }

    @Test
    void sessionsOfOneSourceAreLimitedAndThoseThatEndMakeRoom() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.maxResponses(1)).limits(Limits.of().perSource(1).config())
                        .on(transport);
                var one = UdpClient.of(balanced.address());
                var other = UdpClient.of(balanced.address())) {
            one.sends("question");
            var question = server.receives("question");
            other.sends("another");
            balanced.dropped(DropReason.LIMIT, 1);
            server.answers(question, "answer");
            one.receives("answer");
            Eventually.until("the session has ended", () -> balanced.stats().active() == 0);
            other.sends("again");
            server.answers(server.receives("again"), "answer");
            other.receives("answer");
        }
    }

    @Test
    void sessionsThatComeTooOftenAreDropped() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).limits(Limits.of().ratePerSource(1, HOUR).config())
                        .on(transport);
                var one = UdpClient.of(balanced.address());
                var other = UdpClient.of(balanced.address())) {
            one.sends("question");
            server.answers(server.receives("question"), "answer");
            one.receives("answer");
            other.sends("another");
            balanced.dropped(DropReason.RATE_LIMITED, 1);
        }
    }
}
