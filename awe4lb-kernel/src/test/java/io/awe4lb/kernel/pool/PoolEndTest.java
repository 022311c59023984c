package io.awe4lb.kernel.pool;

import static io.awe4lb.kernel.pool.LivingPool.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.HealthCheck;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PoolEndTest {

    private static final BackendSpec NAMED = new BackendSpec("n", new Address.Inet("localhost", 80), 1, 1, 0);

    private static Set<String> living(LivingPool web) {
        return Set.copyOf(web.threads().stream().filter(Thread::isAlive).map(Thread::getName).toList());
    }

    private static void onlyTheseLive(LivingPool web, String... names) {
        Eventually.until("the threads that live are " + List.of(names), () -> living(web).equals(Set.of(names)));
    }

    @Test
    void closingAPoolEndsAllOfItsThreads() {
        try (var web = new PoolSettings().checked().start()) {
            web.finds(spec("a"), NAMED);
            onlyTheseLive(web, "discovery of web", "name localhost");
            web.stop();
            onlyTheseLive(web);
            Eventually.until("the source is closed", () -> web.discovery.closed() == 1);
        }
    }

    @Test
    void aBackendThatGoesTakesItsThreadsWithIt() {
        try (var web = new PoolSettings().start()) {
            web.finds(spec("a"), NAMED);
            onlyTheseLive(web, "discovery of web", "name localhost");
            web.finds(spec("a"));
            onlyTheseLive(web, "discovery of web");
        }
    }

    @Test
    void theChecksOfABackendEndWithIt() {
        var settings = new PoolSettings().checked();
        var begun = new CountDownLatch(2);
        var interrupted = new CountDownLatch(2);
        HealthCheck hangs = _ -> {
            begun.countDown();
            return waitForInterrupt(interrupted);
        };
        settings.checks.script("a", hangs);
        settings.checks.script("b", hangs);
        try (var web = settings.start()) {
            web.finds(spec("a"), spec("b"), spec("c"));
            Eventually.until("both are checked", () -> begun.getCount() == 0);
            web.finds(spec("b"), spec("c"));
            Eventually.until("the check of a was interrupted", () -> interrupted.getCount() == 1);
            web.stop();
            Eventually.until("the check of b was interrupted", () -> interrupted.getCount() == 0);
        }
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

    @Test
    void anAnswerThatComesAfterTheEndStartsNothing() {
        try (var web = new PoolSettings().checked().start()) {
            var answered = new CountDownLatch(1);
            web.laterOnControl(() -> {
                answered.await();
                web.pool.close();
                return null;
            });
            web.discovery.answers(spec("a"));
            web.discovery.settles();
            answered.countDown();
            web.onControl(() -> null);
            assertEquals(List.of(), web.all());
            onlyTheseLive(web);
            assertEquals(0, web.checks.runs("a"));
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        try (var web = new PoolSettings().checked().start()) {
            web.finds(spec("a"));
            for (int i = 0; i < 2; i++) {
                web.onControl(() -> {
                    web.pool.close();
                    return null;
                });
            }
            onlyTheseLive(web);
            Eventually.until("the source is closed", () -> web.discovery.closed() == 1);
        }
    }

    @Test
    void nobodyWaitsForAPoolThatWasClosedBeforeItKnewItsBackends() {
        try (var web = new PoolSettings().start()) {
            web.stop();
            assertTrue(web.pool.ready().isDone());
        }
    }
}
