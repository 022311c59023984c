package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlineTest {

    private static final Duration SOON = Duration.ofMillis(1);

    private final Deadline deadline = new Deadline("call of a plugin");
    private final Stubborn stubborn = new Stubborn();

    @Test
    void aCallRunsOnAVirtualThreadThatTellsItsPurpose() throws Exception {
        Thread thread = deadline.call(Thread::currentThread, PoolSettings.NEVER);
        assertTrue(thread.isVirtual());
        assertEquals("call of a plugin", thread.getName());
    }

    @Test
    void whatTheCallThrowsIsTheCause() {
        var bug = new NoClassDefFoundError("a bug of this test");
        var failure = assertThrows(ExecutionException.class, () -> deadline.call(() -> {
            throw bug;
        }, PoolSettings.NEVER));
        assertSame(bug, failure.getCause());
    }

    @Test
    void pastItsTimeACallIsInterrupted() {
        var interrupted = new CountDownLatch(1);
        assertThrows(TimeoutException.class, () -> deadline.call(() -> waitForInterrupt(interrupted), SOON));
        Eventually.until("the call was interrupted", () -> interrupted.getCount() == 0);
    }

    @Test
    void anInterruptOfTheCallerReachesTheCall() {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var told = new AtomicBoolean();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                deadline.call(() -> {
                    begun.countDown();
                    return waitForInterrupt(interrupted);
                }, PoolSettings.NEVER);
            } catch (InterruptedException _) {
                told.set(true);
            } catch (ExecutionException | TimeoutException unexpected) {
                throw new AssertionError(unexpected);
            }
        });
        Eventually.until("the call runs", () -> begun.getCount() == 0);
        caller.interrupt();
        Eventually.until("the call was interrupted", () -> interrupted.getCount() == 0 && told.get());
    }

    @Test
    void whileACallHasNotReturnedTheNextOnesPassTheirTimeWithoutBeginning() throws Exception {
        assertThrows(TimeoutException.class, () -> deadline.call(stubborn, SOON));
        var second = new AtomicBoolean();
        assertThrows(TimeoutException.class, () -> deadline.call(() -> second.getAndSet(true), SOON));
        assertThrows(TimeoutException.class, () -> deadline.call(() -> second.getAndSet(true), SOON));
        assertTrue(!second.get(), "two calls at a time");
        stubborn.leave();
        assertEquals("third", deadline.call(() -> "third", PoolSettings.NEVER));
    }

    @Test
    void whoWaitsForTheReturnOfTheLastCallWaitsThroughInterrupts() {
        deadline.awaitReturn();
        assertThrows(TimeoutException.class, () -> deadline.call(stubborn, SOON));
        Thread waiter = Thread.ofVirtual().start(deadline::awaitReturn);
        waiter.interrupt();
        Eventually.until("it waits again", () -> !waiter.isInterrupted() && waiter.getState() == Thread.State.WAITING);
        stubborn.leave();
        Eventually.until("it has returned", () -> !waiter.isAlive());
    }

    private static boolean waitForInterrupt(CountDownLatch interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            interrupted.countDown();
        }
        return true;
    }
}
