package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source that answers when the test says so, like one that is polled long. */
final class ScriptedDiscovery implements Discovery {

    private final LinkedBlockingQueue<Callable<Discovered>> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile boolean closedInside;
    /** In the place of pauses; null: there are none of its own. */
    private volatile @Nullable Waiting waiting;

    /** How the source waits for a change. */
    @FunctionalInterface
    interface Waiting {
        void await(Duration pause) throws InterruptedException;
    }

    void waits(Waiting way) {
        waiting = way;
    }

    /** Answers, and is asked again soon. */
    void answers(BackendSpec... backends) {
        answers(() -> Discovered.validFor(List.of(backends), Duration.ZERO));
    }

    void fails(String sentence) {
        answers(() -> {
            throw new DiscoveryException(sentence);
        });
    }

    void answers(Callable<Discovered> answer) {
        given.incrementAndGet();
        answers.add(answer);
    }

    /** Waits until every answer was taken and the next question was asked: by then what became of the last one is on its way. */
    void settles() {
        Eventually.until("the source is asked again", () -> questions.get() > given.get());
    }

    int questions() {
        return questions.get();
    }

    int closed() {
        return closed.get();
    }

    boolean wasClosedWhileAsked() {
        return closedInside;
    }

    @Override
    public Discovered discover() throws DiscoveryException, InterruptedException {
        questions.incrementAndGet();
        inside.incrementAndGet();
        try {
            return answers.take().call();
        } catch (DiscoveryException | InterruptedException | RuntimeException known) {
            throw known;
        } catch (Exception other) {
            throw new AssertionError(other);
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public void awaitChange(Duration pause) throws InterruptedException {
        inside.incrementAndGet();
        try {
            Waiting own = waiting;
            if (own == null) {
                Discovery.super.awaitChange(pause);
            } else {
                own.await(pause);
            }
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public void close() {
        closedInside |= inside.get() > 0;
        closed.incrementAndGet();
    }
}
