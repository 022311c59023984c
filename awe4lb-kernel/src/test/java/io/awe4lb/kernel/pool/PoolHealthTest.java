package io.awe4lb.kernel.pool;

import static io.awe4lb.kernel.pool.LivingPool.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.HealthCheckConfig.Initial;
import io.awe4lb.kernel.config.PoolConfig.OnDown;
import io.awe4lb.kernel.pool.Health.Status;
import io.awe4lb.spi.Backend;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.CheckResult.Inconclusive;
import io.awe4lb.spi.CheckResult.Passed;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PoolHealthTest {

    private final Stubborn stubborn = new Stubborn();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        stubborn.leave();
    }

    private static void becomes(LivingPool web, String id, Status status) {
        Eventually.until(id + " is " + status.word(), () -> web.backend(id).health().status() == status);
    }

    @Test
    void withoutAHealthCheckEverybodyServes() {
        try (var web = new PoolSettings().start()) {
            web.finds(spec("a"));
            assertEquals(List.of("a"), web.serving());
            assertEquals(Status.UNCHECKED, web.backend("a").health().status());
        }
    }

    @Test
    void whoFailsIsTakenOutAndWhoPassesComesBack() {
        try (var web = new PoolSettings().checked().start()) {
            web.finds(spec("a"), spec("b"));
            web.serves("a", "b");
            web.checks.fail("a");
            web.serves("b");
            assertEquals(new Health(Status.DOWN, false, "refused", "refused", web.backend("a").health().since()),
                    web.backend("a").health());
            web.checks.pass("a");
            web.serves("a", "b");
            web.checks.fail("a");
            web.checks.fail("b");
            web.serves();
            assertEquals(List.of("a", "b"), web.all());
        }
    }

    /** Everybody's list is as long as the pool, so one for each of thousands would keep the control thread busy for seconds. */
    @Test
    void manyThatGoDownTogetherMakeOneNewListOfThoseThatServe() throws Exception {
        int many = 200;
        var counting = new CountingStrategy();
        try (var web = new PoolSettings().checked().checkInterval(PoolSettings.NEVER).strategy(counting).start()) {
            BackendSpec[] specs = IntStream.range(0, many).mapToObj(number -> spec("b" + number)).toArray(BackendSpec[]::new);
            Stream.of(specs).forEach(backend -> web.checks.fail(backend.id()));
            var gate = new CountDownLatch(1);
            web.discovery.answers(specs);
            Eventually.until("they are there", () -> web.all().size() == many);
            Future<Integer> before = web.control(() -> {
                gate.await();
                return counting.prepared.get();
            });
            Eventually.until("all are checked", () -> Stream.of(specs).allMatch(backend -> web.checks.runs(backend.id()) == 1));
            gate.countDown();
            web.serves();
            int lists = counting.prepared.get() - before.get();
            assertTrue(lists < many / 10, () -> lists + " lists");
        }
    }

    private static final class CountingStrategy implements Strategy {
        final AtomicInteger prepared = new AtomicInteger();

        @Override
        public @Nullable Backend pick(Candidates candidates, Client client) {
            return candidates.isEmpty() ? null : candidates.get(0);
        }

        @Override
        public Strategy prepare(Candidates all) {
            prepared.incrementAndGet();
            return this;
        }
    }

    @Test
    void checksThatOnlyConfirmDoNotWaitForTheControlThread() throws Exception {
        try (var web = new PoolSettings().checked().start()) {
            web.finds(spec("a"));
            becomes(web, "a", Status.UP);
            var gate = new CountDownLatch(1);
            Future<?> held = web.control(() -> {
                gate.await();
                return true;
            });
            web.checks.script("a", _ -> new Passed("in another time"));
            Eventually.until("it is told", () -> web.backend("a").health().sentence().equals("in another time"));
            gate.countDown();
            held.get();
        }
    }

    @Test
    void everyCheckIsCountedWhateverComesOfIt() {
        try (var web = new PoolSettings().checked().fall(1000).checkInterval(PoolSettings.NEVER).start()) {
            web.finds(spec("a"));
            for (int i = 0; i < 3; i++) {
                web.checks.fail("a");
                web.checkNow("a");
                web.checks.pass("a");
                web.checkNow("a");
            }
            assertEquals(3, web.backend("a").checks().failed());
            assertTrue(web.backend("a").checks().passed() >= 3);
        }
    }

    @Test
    void theLastTenChecksAreKeptTheNewestFirst() {
        try (var web = new PoolSettings().checked().fall(1000).checkInterval(PoolSettings.NEVER).start()) {
            web.finds(spec("a"));
            for (int i = 0; i < LastChecks.KEPT + 1; i++) {
                web.checks.pass("a");
                web.checkNow("a");
            }
            web.checks.fail("a");
            web.checkNow("a");
            List<LastChecks.Entry> kept = web.backend("a").lastChecks().newestFirst();
            assertEquals("failed" + " passed".repeat(LastChecks.KEPT - 1),
                    kept.stream().map(entry -> entry.run().word()).collect(Collectors.joining(" ")));
            assertTrue(kept.stream().noneMatch(entry -> entry.run().took().isNegative()), kept::toString);
        }
    }

    @Test
    void aLateConfirmationDoesNotUndoWhatSomebodyElseHasFound() {
        var backend = new TestBackends().tier("a", 1);
        Health before = backend.health();
        var maintenance = new Health(Status.UNCHECKED, true, "unchecked", "there are no checks during maintenance", before.since());
        backend.update(maintenance);
        assertFalse(backend.confirm(before, new Health(Status.UP, true, "check_passed", "passed", before.since())));
        assertEquals(maintenance, backend.health());
    }

    @Test
    void aLowerTierServesWhileTheHigherOneIsDown() {
        try (var web = new PoolSettings().checked().start()) {
            web.checks.fail("a");
            web.finds(spec("a"), spec("b", 1, 2, 0));
            web.serves("b");
            web.checks.pass("a");
            web.serves("a", "b");
        }
    }

    @Test
    void aNewBackendServesBeforeItsFirstCheckHasEnded() {
        try (var web = new PoolSettings().checked().start()) {
            web.checks.script("a", _ -> waitForInterrupt());
            web.finds(spec("a"));
            assertEquals(Status.STARTING, web.backend("a").health().status());
            assertEquals(List.of("a"), web.serving());
        }
    }

    @Test
    void aNewBackendWaitsForItsChecksIfThatIsWanted() {
        try (var web = new PoolSettings().checked().initial(Initial.DOWN).rise(3).start()) {
            web.checks.script("a", _ -> waitForInterrupt());
            web.finds(spec("a"), spec("b"));
            web.serves("b");
            assertTrue(web.checks.runs("b") >= 3);
            assertEquals(Status.STARTING, web.backend("a").health().status());
        }
    }

    @Test
    void connectionsOfABackendThatGoesDownAreClosedIfThatIsWanted() {
        try (var web = new PoolSettings().checked().onDown(OnDown.CLOSE).start()) {
            web.finds(spec("a"), spec("b"));
            web.serves("a", "b");
            web.checks.fail("a");
            web.serves("b");
            web.checks.runAgain("a", 3);
            web.settles();
            assertEquals(List.of(web.backend("a")), web.connectionsClosed, "once");
        }
    }

    @Test
    void connectionsOfABackendThatGoesDownLiveOnOtherwise() {
        try (var web = new PoolSettings().checked().start()) {
            web.checks.fail("a");
            web.finds(spec("a"));
            web.serves();
            web.settles();
            assertEquals(List.of(), web.connectionsClosed);
        }
    }

    @Test
    void aCheckThatKnowsNothingTakesNobodyOut() {
        try (var web = new PoolSettings().checked().start()) {
            web.checks.script("a", _ -> new Inconclusive("no file descriptor left"));
            web.checks.script("b", _ -> {
                throw new IllegalStateException("a bug of this test");
            });
            web.finds(spec("a"), spec("b"));
            becomes(web, "a", Status.UNKNOWN);
            becomes(web, "b", Status.UNKNOWN);
            assertEquals(List.of("a", "b"), web.serving());
        }
    }

    @Test
    void aBackendThatDoesNotAnswerInTimeGoesDown() {
        try (var web = new PoolSettings().checked().checkTimeout(Duration.ofMillis(2)).fall(3).start()) {
            web.checks.script("a", _ -> waitForInterrupt());
            web.finds(spec("a"));
            web.serves();
            assertEquals("check_timeout", web.backend("a").health().code());
        }
    }

    @Test
    void aBackendWhoseCheckHangsGoesDownAndTheOthersAreCheckedOn() {
        try (var web = new PoolSettings().checked().checkTimeout(Duration.ofSeconds(1)).fall(2).start()) {
            web.checks.script("a", _ -> new Passed(stubborn.call()));
            web.finds(spec("a"), spec("b"));
            web.serves("b");
            assertEquals(1, web.checks.runs("a"), "never two at a time");
            web.checks.runAgain("b", 10);
            web.checks.pass("a");
            stubborn.leave();
            web.serves("a", "b");
            assertEquals(1, web.checks.mostAtOnce("a"));
        }
    }

    @Test
    void neverDoTwoChecksOfABackendRunAtATime() {
        try (var web = new PoolSettings().checked().start()) {
            web.finds(spec("a"), spec("b"));
            web.checks.runAgain("a", 50);
            web.finds(spec("b", 2, 1, 0), spec("a"));
            web.checks.runAgain("a", 50);
            assertEquals(1, web.checks.mostAtOnce("a"));
            assertEquals(1, web.checks.mostAtOnce("b"));
        }
    }

    private Passed waitForInterrupt() throws InterruptedException {
        never.await();
        return new Passed("nobody opens the latch");
    }
}
