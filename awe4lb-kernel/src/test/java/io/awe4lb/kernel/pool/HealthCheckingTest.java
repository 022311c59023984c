package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckResult.Failed;
import io.awe4lb.spi.CheckResult.Inconclusive;
import io.awe4lb.spi.CheckResult.Passed;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.ProxyProtocol;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealthCheckingTest {

    private static final SocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 80);

    private final PoolSettings settings = new PoolSettings();
    private final ScriptedChecks checks = settings.checks;
    private final PoolBackend backend = new TestBackends().tier("a", 1);
    private final LinkedBlockingQueue<CheckResult> results = new LinkedBlockingQueue<>();
    private final AtomicReference<CheckTarget> target = new AtomicReference<>();
    private final Stubborn stubborn = new Stubborn();
    private final CheckTimer timer = new CheckTimer();
    private HealthChecking checking = checking();

    private HealthChecking checking() {
        return new HealthChecking(settings.healthCheckConfig(), checks, backend, timer, this::told);
    }

    private void told(CheckRun run) {
        results.add(run.result());
    }

    private void start() {
        checking = checking();
        checking.start(1);
    }

    private CheckResult next() throws InterruptedException {
        CheckResult result = results.poll(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertNotNull(result, "no result");
        return result;
    }

    /** What the check is given, once it runs. */
    private CheckTarget target() throws InterruptedException {
        checks.script("a", given -> {
            target.set(given);
            return new Passed("passed");
        });
        start();
        next();
        return target.get();
    }

    @AfterEach
    void close() {
        stubborn.leave();
        checking.close();
        timer.close();
    }

    @Test
    void aBackendIsCheckedAgainAndAgain() throws Exception {
        start();
        for (int i = 0; i < 3; i++) {
            assertEquals(new Passed("passed"), next());
        }
        checks.fail("a");
        Eventually.until("the failure is told", () -> results.contains(new Failed("refused", "refused")));
    }

    @Test
    void theCheckGetsTheBackendsAddress() throws Exception {
        settings.checkTimeout(Duration.ofSeconds(7));
        assertEquals(new CheckTarget("a", ADDRESS, Duration.ofSeconds(7)), target());
    }

    @Test
    void theCheckGetsTheAddressThatAnsweredLast() throws Exception {
        backend.resolved(List.of(ADDRESS, new InetSocketAddress("127.0.0.2", 80)));
        backend.prefer(1);
        assertEquals(new InetSocketAddress("127.0.0.2", 80), target().address());
    }

    @Test
    void theCheckGetsAnAddressWhenTheOneThatAnsweredLastIsGone() throws Exception {
        backend.prefer(3);
        assertEquals(ADDRESS, target().address());
    }

    @Test
    void thePortCanBeAnotherThanTheBackends() throws Exception {
        settings.checkedPort(8081);
        assertEquals(new InetSocketAddress("127.0.0.1", 8081), target().address());
    }

    @Test
    void theCheckHearsOfAHeaderThatTheBackendWants() throws Exception {
        settings.checkedBehind(ProxyProtocol.V2);
        assertEquals(ProxyProtocol.V2, target().proxyProtocol());
    }

    @Test
    void theHostCanBeAnotherThanTheBackends() throws Exception {
        settings.checkedHost("127.0.0.9");
        assertEquals(new InetSocketAddress("127.0.0.9", 80), target().address());
    }

    @Test
    void aUnixSocketCanBeCheckedOnAHostAndAPort() throws Exception {
        backend.resolved(List.of(UnixDomainSocketAddress.of("/run/a.sock")));
        settings.checkedHost("127.0.0.9").checkedPort(8081);
        assertEquals(new InetSocketAddress("127.0.0.9", 8081), target().address());
    }

    @Test
    void whatHasAnotherHostAndAnotherPortNeedsNoAddress() throws Exception {
        backend.resolved(List.of());
        settings.checkedHost("127.0.0.9").checkedPort(8081);
        assertEquals(new InetSocketAddress("127.0.0.9", 8081), target().address());
    }

    @Test
    void aUnixSocketIsCheckedAsItIs() throws Exception {
        SocketAddress socket = UnixDomainSocketAddress.of("/run/a.sock");
        backend.resolved(List.of(socket));
        settings.checkedPort(8081);
        assertEquals(socket, target().address());
    }

    @Test
    void withoutAnAddressNothingIsKnown() throws Exception {
        backend.resolved(List.of());
        start();
        assertEquals(new Inconclusive("its name does not resolve: " + backend.spec().address()), next());
        assertEquals(0, checks.runs("a"));
        backend.resolved(List.of(ADDRESS));
        Eventually.until("it is checked", () -> results.contains(new Passed("passed")));
    }

    @Test
    void aHostThatDoesNotResolveSaysNothingOfTheBackend() throws Exception {
        settings.checkedHost("does-not-exist.invalid");
        start();
        CheckResult result = next();
        assertTrue(result instanceof Inconclusive && result.detail().startsWith("its name does not resolve: does-not-exist.invalid"),
                result::toString);
    }

    @Test
    void aBugOfTheCheckSaysNothingOfTheBackend() throws Exception {
        checks.script("a", _ -> {
            throw new IllegalStateException("of this test");
        });
        start();
        assertEquals(new Inconclusive("the check itself failed: java.lang.IllegalStateException: of this test"), next());
        checks.pass("a");
        Eventually.until("it is checked again", () -> results.contains(new Passed("passed")));
    }

    @Test
    void aCheckThatReturnsNullSaysNothingOfTheBackend() throws Exception {
        checks.script("a", _ -> null);
        start();
        assertEquals(Inconclusive.class, next().getClass());
    }

    @Test
    void aCheckThatTakesTooLongIsInterruptedAndHasFailed() throws Exception {
        var interrupted = new CountDownLatch(1);
        checks.script("a", _ -> waitForInterrupt(interrupted));
        settings.checkTimeout(Duration.ofMillis(2));
        start();
        assertEquals(new Failed("check_timeout", "no answer within 2 ms"), next());
        Eventually.until("it was interrupted", () -> interrupted.getCount() == 0);
    }

    @Test
    void aCheckThatHangsFailsTimeAndAgainAndNoOtherRunsMeanwhile() throws Exception {
        checks.script("a", _ -> new Passed(stubborn.call()));
        settings.checkTimeout(Duration.ofMillis(2));
        start();
        for (int i = 0; i < 3; i++) {
            assertEquals(new Failed("check_timeout", "no answer within 2 ms"), next());
        }
        assertEquals(1, checks.runs("a"));
        checks.pass("a");
        stubborn.leave();
        Eventually.until("it is checked again", () -> results.contains(new Passed("passed")));
        assertEquals(1, checks.mostAtOnce("a"));
    }

    @Test
    void aCheckThatOutlastsItsIntervalIsFollowedByTheNextOneAtOnce() throws Exception {
        var nextWasDue = new CountDownLatch(1);
        checks.script("a", _ -> {
            timer.at(System.nanoTime() + Duration.ofMillis(10).toNanos(), _ -> nextWasDue.countDown());
            nextWasDue.await();
            return new Passed("late");
        });
        start();
        for (int i = 0; i < 3; i++) {
            assertEquals(new Passed("late"), next());
        }
        assertEquals(1, checks.mostAtOnce("a"));
    }

    @Test
    void aResultThatComesAfterItsTimeIsNotTold() throws Exception {
        checks.script("a", _ -> new Passed(stubborn.call()));
        settings.checkTimeout(Duration.ofMillis(2)).checkInterval(Duration.ofMillis(100));
        start();
        assertEquals(new Failed("check_timeout", "no answer within 2 ms"), next());
        checks.script("a", _ -> new Passed("in time"));
        stubborn.leave();
        Eventually.until("it is checked again", () -> results.contains(new Passed("in time")));
        assertTrue(results.stream().allMatch(result -> result.equals(new Passed("in time")) || result instanceof Failed),
                results::toString);
    }

    @Test
    void whatTheMachineIsTooBusyToCheckHasNotFailed() throws Exception {
        var idle = new CountDownLatch(1);
        settings.checkTimeout(Duration.ofMillis(2)).checkInterval(Duration.ofMillis(5));
        checking = new HealthChecking(settings.healthCheckConfig(), checks, backend, timer, call -> new Thread(() -> {
            awaitUninterrupted(idle);
            call.run();
        }), Duration.ofMillis(20), this::told);
        checking.start(1);
        assertEquals(new Inconclusive("this machine was too busy to check it"), next());
        assertEquals(0, checks.runs("a"));
        idle.countDown();
        Eventually.until("it is checked", () -> results.contains(new Passed("passed")));
    }

    /** A thread that waits for a processor does not see its interrupt. */
    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean opened = false;
        while (!opened) {
            try {
                latch.await();
                opened = true;
            } catch (InterruptedException _) {
                opened = latch.getCount() == 0;
            }
        }
    }

    @Test
    void closingInterruptsTheCheckThatRuns() {
        var interrupted = new CountDownLatch(1);
        checks.script("a", _ -> waitForInterrupt(interrupted));
        start();
        Eventually.until("it is checked", () -> checks.runs("a") == 1);
        checking.close();
        Eventually.until("the check was interrupted", () -> interrupted.getCount() == 0);
        assertEquals(List.of(), List.copyOf(results));
    }

    @Test
    void whoDoesNotWantToWaitIsAnsweredWithinTheInterval() throws Exception {
        settings.checkInterval(PoolSettings.NEVER);
        start();
        CheckRun run = checking.now().get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(new Passed("passed"), run.result());
        assertEquals(new Passed("passed"), next(), "the result was told first");
        checks.fail("a");
        assertEquals("failed", checking.now().get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS).word());
        assertEquals(2, checks.runs("a"));
    }

    @Test
    void whoAsksDuringACheckGetsTheNextOne() throws Exception {
        var running = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        checks.script("a", _ -> {
            running.countDown();
            end.await();
            return new Failed("old", "old");
        });
        settings.checkInterval(PoolSettings.NEVER);
        start();
        var first = checking.now();
        running.await();
        var second = checking.now();
        var third = checking.now();
        checks.pass("a");
        end.countDown();
        assertEquals("failed", first.get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS).word());
        assertEquals("passed", second.get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS).word());
        assertEquals("passed", third.get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS).word());
        assertEquals(2, checks.runs("a"), "they share it");
        assertEquals(1, checks.mostAtOnce("a"));
    }

    @Test
    void whoWaitsWhenTheChecksEndHearsOfIt() {
        var interrupted = new CountDownLatch(1);
        checks.script("a", _ -> waitForInterrupt(interrupted));
        start();
        var during = checking.now();
        Eventually.until("it is checked", () -> checks.runs("a") == 1);
        var after = checking.now();
        checking.close();
        Eventually.until("they hear of it", () -> during.isCancelled() && after.isCancelled());
    }

    private static CheckResult waitForInterrupt(CountDownLatch interrupted) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException asked) {
            interrupted.countDown();
            throw asked;
        }
        throw new AssertionError("nobody opens the latch");
    }
}
