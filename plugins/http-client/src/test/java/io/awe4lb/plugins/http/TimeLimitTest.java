package io.awe4lb.plugins.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimeLimitTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void anAnswerInTimeIsTheAnswer() throws Exception {
        assertEquals(Optional.of("yes"), TimeLimit.within(LONG, () -> "yes"));
    }

    @Test
    void aQuestionThatTakesLongerIsInterrupted() throws Exception {
        var interrupted = new CountDownLatch(1);
        assertEquals(Optional.empty(), TimeLimit.within(SHORT, () -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return "never";
        }));
        assertEquals(0, interrupted.getCount(), "it has returned");
    }

    @Test
    void aFailureComesThrough() {
        assertEquals("gone", assertThrows(DiscoveryException.class, () -> TimeLimit.within(LONG, () -> {
            throw new DiscoveryException("gone");
        })).getMessage());
        assertThrows(IllegalStateException.class, () -> TimeLimit.within(LONG, () -> {
            throw new IllegalStateException("of this test");
        }));
    }

    @Test
    void whoIsInterruptedInterruptsTheQuestion() throws Exception {
        var begun = new CountDownLatch(1);
        var thrown = new CompletableFuture<Exception>();
        var inside = new CompletableFuture<Exception>();
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                TimeLimit.within(LONG, () -> hangs(begun, inside));
            } catch (Exception failure) {
                thrown.complete(failure);
            }
        });
        begun.await();
        asking.interrupt();
        assertInstanceOf(InterruptedException.class, thrown.get(30, TimeUnit.SECONDS));
        assertInstanceOf(InterruptedException.class, inside.get(30, TimeUnit.SECONDS));
    }

    private static String hangs(CountDownLatch begun, CompletableFuture<Exception> ended) throws InterruptedException {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            ended.complete(interrupted);
            throw interrupted;
        }
        return "never";
    }

    @Test
    void aChangeEndsAWait() throws Exception {
        assertEquals(Optional.of("news"), TimeLimit.awaitChange(LONG, () -> "news"));
    }

    @Test
    void aWaitThatFailsAtOnceLastsForThePause() throws Exception {
        long begin = System.nanoTime();
        assertEquals(Optional.empty(), TimeLimit.awaitChange(SHORT, () -> {
            throw new DiscoveryException("refused");
        }));
        assertTrue(System.nanoTime() - begin >= SHORT.toNanos());
    }

    @Test
    void aWaitThatFailsLaterEnds() throws Exception {
        assertEquals(Optional.empty(), TimeLimit.awaitChange(LONG, () -> {
            Thread.sleep(Duration.ofSeconds(1)); // what counts for later
            throw new DiscoveryException("broken off");
        }));
    }
}
