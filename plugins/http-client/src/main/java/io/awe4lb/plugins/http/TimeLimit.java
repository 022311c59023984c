package io.awe4lb.plugins.http;

import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Time limits of a discovery's own. The option {@code timeout} is for the whole of a question; who has several servers, or waits for a
 * change, needs shorter ones.
 */
public final class TimeLimit {

    /** For a source whose waits fail at once: it is asked no more often than this, whatever its pause is. */
    public static final Duration CALM = Duration.ofSeconds(10);

    /** A wait that fails sooner would be begun again and again if it were ended by its failure. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private TimeLimit() {}

    /**
     * Something that blocks until it is interrupted.
     *
     * @param <T> what it brings
     */
    @FunctionalInterface
    public interface Question<T> {

        /**
         * Asks.
         *
         * @return what was answered
         * @throws DiscoveryException with a sentence
         * @throws InterruptedException when interrupted
         */
        T ask() throws DiscoveryException, InterruptedException;
    }

    /**
     * Asks on another thread, and interrupts it when the time is over.
     *
     * @param <T> what the question brings
     * @param limit longest time
     * @param question asked once
     * @return empty when the time was over; the question has returned all the same
     * @throws DiscoveryException what the question threw
     * @throws InterruptedException when interrupted; the question was, too
     */
    public static <T> Optional<T> within(Duration limit, Question<T> question) throws DiscoveryException, InterruptedException {
        var task = new FutureTask<>(question::ask);
        Thread thread = Thread.ofVirtual().name(Thread.currentThread().getName()).start(task);
        try {
            return Optional.of(task.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            thread.interrupt();
            thread.join();
            return Optional.empty();
        } catch (InterruptedException stop) {
            thread.interrupt();
            throw stop;
        } catch (ExecutionException failure) {
            throw known(failure.getCause());
        }
    }

    private static DiscoveryException known(Throwable thrown) throws InterruptedException {
        switch (thrown) {
            case DiscoveryException known -> {
                return known;
            }
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            default -> throw new AssertionError(thrown);
        }
    }

    /**
     * Waits for a change, as {@link io.awe4lb.spi.Discovery#awaitChange} has to: a failure ends the wait, so that the source is asked, and
     * the source's answer tells what is wrong; but a wait that fails at once, and would so again, lasts until the pause is over, or for
     * {@link #CALM}.
     *
     * @param <T> what tells the change
     * @param pause longest time to wait
     * @param question returns when something has changed
     * @return empty when nothing is known to have changed
     * @throws InterruptedException when interrupted
     */
    public static <T> Optional<T> awaitChange(Duration pause, Question<T> question) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            return within(pause, question);
        } catch (DiscoveryException _) { // the next question finds it out, if it lasts
            Duration lasted = Duration.ofNanos(System.nanoTime() - begin);
            if (lasted.compareTo(SOON) < 0) {
                Thread.sleep((pause.compareTo(CALM) < 0 ? pause : CALM).minus(lasted));
            }
            return Optional.empty();
        }
    }
}
