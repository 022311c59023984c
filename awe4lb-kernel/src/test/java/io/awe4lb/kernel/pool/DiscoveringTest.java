package io.awe4lb.kernel.pool;

import static io.awe4lb.kernel.pool.LivingPool.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.pool.Discovering.Answer;
import io.awe4lb.kernel.pool.Discovering.Answer.Found;
import io.awe4lb.kernel.pool.Discovering.Answer.NotFound;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovered;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DiscoveringTest {

    private final PoolSettings settings = new PoolSettings();
    private final ScriptedDiscovery source = settings.discovery;
    private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final Stubborn stubborn = new Stubborn();
    private Discovering discovering = discovering();

    private Discovering discovering() {
        return new Discovering("web", settings.discoveryConfig(), source, (_, answer) -> answers.add(answer));
    }

    private void start() {
        discovering = discovering();
        discovering.start();
    }

    private Answer next() throws InterruptedException {
        Answer answer = answers.poll(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertNotNull(answer, "no answer");
        return answer;
    }

    @AfterEach
    void close() {
        stubborn.leave();
        discovering.close();
    }

    @Test
    void theSourceIsAskedAgainAndAgain() throws Exception {
        start();
        source.answers(spec("a"));
        assertEquals(new Found(List.of(spec("a"))), next());
        source.answers(spec("b"), spec("a"));
        assertEquals(new Found(List.of(spec("b"), spec("a"))), next());
    }

    @Test
    void anAnswerThatNeverChangesIsTheLast() throws Exception {
        start();
        source.answers(() -> Discovered.forever(List.of(spec("a"))));
        assertEquals(new Found(List.of(spec("a"))), next());
        Eventually.until("the source is closed", () -> source.closed() == 1);
        assertEquals(1, source.questions());
    }

    @Test
    void aFailureIsToldByItsSentenceAndTheSourceIsAskedAgain() throws Exception {
        start();
        source.fails("list.sh: not found");
        assertEquals(new NotFound("list.sh: not found"), next());
        source.answers(spec("a"));
        assertEquals(new Found(List.of(spec("a"))), next());
    }

    @Test
    void aBugOfTheSourceIsToldAndTheSourceIsAskedAgain() throws Exception {
        start();
        source.answers(() -> {
            throw new IllegalStateException("of this test");
        });
        assertEquals(new NotFound("a bug: java.lang.IllegalStateException: of this test"), next());
        source.answers(() -> {
            throw new NoClassDefFoundError("of/this/Test");
        });
        assertEquals(new NotFound("a bug: java.lang.NoClassDefFoundError: of/this/Test"), next());
        source.answers(spec("a"));
        assertEquals(new Found(List.of(spec("a"))), next());
    }

    @Test
    void aSourceThatReturnsNullIsABugLikeOthers() throws Exception {
        start();
        source.answers(() -> null);
        assertEquals(NotFound.class, next().getClass());
        source.answers(spec("a"));
        assertEquals(new Found(List.of(spec("a"))), next());
    }

    @Test
    void aSourceThatHangsIsToldTimeAndAgainAndNotAskedMeanwhile() throws Exception {
        settings.discoveryTimeout(Duration.ofMillis(2));
        source.answers(() -> {
            stubborn.call();
            return Discovered.forever(List.of());
        });
        start();
        for (int i = 0; i < 3; i++) {
            assertEquals(new NotFound("no answer within 2 ms"), next());
        }
        assertEquals(1, source.questions());
    }

    @Test
    void anEmptyAnswerIsAFailure() throws Exception {
        start();
        source.answers();
        assertEquals(new NotFound("the answer has no backends; set allowEmpty to take that as an answer"), next());
    }

    @Test
    void anEmptyAnswerIsTakenIfThatIsAllowed() throws Exception {
        settings.allowEmpty();
        start();
        source.answers();
        assertEquals(new Found(List.of()), next());
    }

    @Test
    void aConfigurationMayHaveNoBackends() throws Exception {
        settings.notPolled();
        start();
        source.answers(() -> Discovered.forever(List.of()));
        assertEquals(new Found(List.of()), next());
    }

    @Test
    void whereAClientWantedToGoStandsInTheConfigurationAlone() throws Exception {
        BackendSpec anywhere = BackendSpec.of(new Address.Destination());
        start();
        source.answers(anywhere);
        assertEquals(new NotFound(
                "the answer has the backend '*' at '*', where a client wanted to go: that may stand in the configuration alone"), next());
        discovering.close();
        settings.written(anywhere);
        start();
        source.answers(anywhere);
        assertEquals(new Found(List.of(anywhere)), next());
    }

    @Test
    void oneIdTwiceIsAFailureThatNamesIt() throws Exception {
        start();
        source.answers(spec("a"), spec("b"), spec("b", 7, 1, 0));
        assertEquals(new NotFound("the answer has the backend 'b' twice"), next());
    }

    @Test
    void aSourceThatTellsAChangeIsAskedBeforeThePauseIsOver() throws Exception {
        var changes = new Semaphore(0);
        settings.discoveryInterval(PoolSettings.NEVER);
        source.waits(_ -> changes.acquire());
        start();
        source.answers(spec("a"));
        assertEquals(new Found(List.of(spec("a"))), next());
        source.answers(spec("b"));
        changes.release();
        assertEquals(new Found(List.of(spec("b"))), next());
    }

    @Test
    void aSourceThatAnsweredWithoutBackendsMayTellAChangeToo() throws Exception {
        var changes = new Semaphore(0);
        settings.discoveryInterval(PoolSettings.NEVER);
        source.waits(_ -> changes.acquire());
        start();
        source.answers();
        assertEquals(NotFound.class, next().getClass());
        source.answers(spec("a"));
        changes.release();
        assertEquals(new Found(List.of(spec("a"))), next());
    }

    @Test
    void aSourceThatHasFailedIsLeftAloneForThePause() throws Exception {
        var waits = new AtomicInteger();
        source.waits(_ -> waits.incrementAndGet());
        var before = new CompletableFuture<Integer>();
        source.fails("gone");
        source.answers(() -> {
            before.complete(waits.get());
            return Discovered.forever(List.of(spec("a")));
        });
        start();
        assertEquals(new NotFound("gone"), next());
        assertEquals(new Found(List.of(spec("a"))), next());
        assertEquals(0, before.join());
    }

    @Test
    void aSourceThatTellsChangesAllTheTimeIsNotAskedInABusyLoop() throws Exception {
        settings.discoveryInterval(PoolSettings.NEVER);
        source.waits(_ -> {});
        for (String id : List.of("a", "b", "c", "d")) {
            source.answers(spec(id));
        }
        long begin = System.nanoTime();
        start();
        for (int i = 0; i < 4; i++) {
            assertEquals(Found.class, next().getClass());
        }
        assertTrue(System.nanoTime() - begin >= Duration.ofMillis(300).toNanos(), "there are pauses between the answers");
    }

    @Test
    void aSourceThatWaitsOnThoughItWasInterruptedHasFailed() throws Exception {
        settings.discoveryTimeout(Duration.ofSeconds(1));
        source.waits(_ -> stubborn.call());
        source.answers(spec("a"));
        start();
        assertEquals(new Found(List.of(spec("a"))), next());
        assertEquals(new NotFound("no answer within 1000 ms"), next());
    }

    @Test
    void aBugInItsWaitIsToldAndTheSourceIsAskedAgain() throws Exception {
        source.waits(_ -> {
            throw new IllegalStateException("of this test");
        });
        start();
        source.answers(spec("a"));
        assertEquals(new Found(List.of(spec("a"))), next());
        assertEquals(new NotFound("a bug: java.lang.IllegalStateException: of this test"), next());
        source.answers(spec("b"));
        assertEquals(new Found(List.of(spec("b"))), next());
    }

    @Test
    void aSourceThatWaitsIsInterruptedAndClosed() throws Exception {
        var waits = new CountDownLatch(1);
        settings.discoveryInterval(PoolSettings.NEVER);
        source.waits(pause -> {
            waits.countDown();
            Thread.sleep(pause);
        });
        start();
        source.answers(spec("a"));
        assertTrue(waits.await(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        discovering.close();
        Eventually.until("the source is closed", () -> source.closed() == 1);
        assertFalse(source.wasClosedWhileAsked());
    }

    @Test
    void theSourceIsClosedOnceAndNotBeforeTheLastQuestionHasReturned() throws Exception {
        var interrupted = new CountDownLatch(1);
        source.answers(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                interrupted.countDown();
            }
            stubborn.call(); // its way out takes a while
            return Discovered.forever(List.of());
        });
        start();
        Eventually.until("it is asked", () -> source.questions() == 1);
        discovering.close();
        Eventually.until("it was interrupted", () -> interrupted.getCount() == 0);
        discovering.close();
        stubborn.leave();
        Eventually.until("the source is closed", () -> source.closed() == 1);
        assertFalse(source.wasClosedWhileAsked());
        assertEquals(List.of(), List.copyOf(answers), "nobody asked for more");
    }
}
