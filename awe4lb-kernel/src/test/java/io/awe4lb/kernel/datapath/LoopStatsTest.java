package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.listener.FlowLoop;
import io.awe4lb.kernel.stats.AcceptQueue;
import io.awe4lb.kernel.stats.LoopStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a loop says of itself, also while it says nothing else. */
class LoopStatsTest extends OnEachTransport {

    private static final Duration MOMENT = Duration.ofMillis(50);

    @Test
    void aLoopThatRelaysIsBusyABitAndOneThatSleepsIsNot() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).loops(1).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            FlowLoop loop = balanced.balancer().loops().getFirst();
            LoopStats before = loop.stats();
            for (int i = 0; i < 20; i++) {
                client.sends("question");
                backend.receives("question");
            }
            Eventually.until("rounds end", () -> loop.stats().rounds() >= before.rounds() + 20);
            LoopStats after = loop.stats();
            assertEquals(1, after.connections());
            assertTrue(after.busy().compareTo(before.busy()) > 0, () -> before + " then " + after);
            assertTrue(after.busyRatio() > 0 && after.busyRatio() < 1, after::toString);
            assertTrue(after.longestRound().compareTo(after.busy()) <= 0, after::toString);
        }
    }

    @Test
    void aLoopThatHangsIsSeenWhileItHangsAndSoAreThoseWhoWait() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        List<Peer> clients = new ArrayList<>();
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).loops(1).on(transport)) {
            FlowLoop loop = balanced.balancer().loops().getFirst();
            loop.loop().execute(() -> {
                hangs.countDown();
                await(held);
            });
            await(hangs);
            for (int i = 0; i < 5; i++) {
                clients.add(balanced.client());
            }
            Eventually.until("the round is long", () -> loop.stats().longestRound().compareTo(MOMENT) > 0);
            assertTrue(loop.stats().busy().compareTo(MOMENT) > 0, () -> loop.stats().toString());
            Eventually.is(tells() ? Optional.of(5L) : Optional.empty(), () -> queue(balanced).map(AcceptQueue::waiting), () -> "who waits");
            held.countDown();
            Eventually.is(5L, () -> loop.stats().connections(), () -> "connections of the loop");
            Eventually.is(tells() ? Optional.of(0L) : Optional.empty(), () -> queue(balanced).map(AcceptQueue::waiting), () -> "who waits");
            assertTrue(loop.stats().longestRound().compareTo(MOMENT) > 0, () -> loop.stats().toString());
        } finally {
            held.countDown();
            for (Peer client : clients) {
                client.close();
            }
        }
    }

    @Test
    void theQueueOfAListenerIsThatOfAllItsSockets() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).loops(2).on(transport)) {
            Map<String, AcceptQueue> queues = balanced.balancer().acceptQueues();
            assertEquals(tells(), queues.containsKey("test"));
            if (tells()) {
                long backlog = balanced.balancer().config().listeners().get("test").listen().backlog();
                long limit = queues.get("test").limit();
                assertTrue(limit > 0 && limit <= 2 * backlog && limit % 2 == 0, () -> queues + " of a backlog of " + backlog);
            }
        }
    }

    private boolean tells() {
        return transport.name().equals("linux");
    }

    private static Optional<AcceptQueue> queue(Balanced balanced) {
        return Optional.ofNullable(balanced.balancer().acceptQueues().get("test"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
