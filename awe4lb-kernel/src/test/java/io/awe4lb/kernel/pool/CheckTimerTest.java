package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.pool.CheckTimer.Taker;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CheckTimerTest {

    private final CheckTimer timer = new CheckTimer();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final Set<Thread> takers = ConcurrentHashMap.newKeySet();
    private final CountDownLatch open = new CountDownLatch(1);

    /** The turns that a test gives afterwards are all there before the first of them is taken. */
    private void holdUp() throws InterruptedException {
        var held = new CountDownLatch(1);
        timer.at(System.nanoTime(), _ -> {
            held.countDown();
            try {
                open.await();
            } catch (InterruptedException _) { // the test is over
                taken.add("interrupted");
            }
        });
        held.await();
    }

    private Taker taker(String name) {
        return _ -> {
            takers.add(Thread.currentThread());
            taken.add(name);
        };
    }

    private void takes(String... names) {
        Eventually.until("these were taken: " + List.of(names), () -> taken.equals(List.of(names)));
    }

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void turnsAreTakenInTheOrderOfTheirTimesOnOneThread() throws Exception {
        long now = System.nanoTime();
        holdUp();
        timer.at(now + 3, taker("third"));
        timer.at(now + 1, taker("first"));
        timer.at(now + 2, taker("second"));
        open.countDown();
        takes("first", "second", "third");
        assertEquals(Set.of("checks"), Set.copyOf(takers.stream().map(Thread::getName).toList()));
        assertEquals(1, takers.size());
    }

    @Test
    void noTurnComesBeforeItsTime() {
        long time = System.nanoTime() + 20_000_000;
        var when = new CopyOnWriteArrayList<Long>();
        timer.at(time, turn -> when.add(System.nanoTime() - turn.time()));
        Eventually.until("it was taken", () -> !when.isEmpty());
        assertTrue(when.getFirst() >= 0, when::toString);
    }

    @Test
    void aTurnThatIsNotWantedAnyMoreIsNotTaken() throws Exception {
        long now = System.nanoTime();
        holdUp();
        var turn = timer.at(now + 1, taker("cancelled"));
        timer.at(now + 2, taker("other"));
        turn.cancel();
        open.countDown();
        takes("other");
    }

    @Test
    void aBugCostsOneTurnOnly() {
        long now = System.nanoTime();
        timer.at(now, _ -> {
            throw new IllegalStateException("of this test");
        });
        timer.at(now + 1, taker("after the bug"));
        takes("after the bug");
    }

    @Test
    void closingEndsTheThread() {
        timer.at(System.nanoTime(), taker("only"));
        takes("only");
        timer.close();
        Eventually.until("the thread has ended", () -> takers.stream().noneMatch(Thread::isAlive));
    }
}
