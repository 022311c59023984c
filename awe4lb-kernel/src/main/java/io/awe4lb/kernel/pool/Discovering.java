package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.DiscoveryConfig;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Asks one pool's source for its backends again and again on a virtual thread, from {@link #start()} to {@link #close()}. */
final class Discovering implements AutoCloseable {

    /** What one question to the source brought. */
    sealed interface Answer {
        /** The current backends, ids unique. */
        record Found(List<BackendSpec> backends) implements Answer {}

        /** Nothing; the sentence says why. */
        record NotFound(String sentence) implements Answer {}
    }

    /**
     * The time between two questions.
     *
     * @param endsWithChange whether the source, which has answered, may end it; else it has failed, and is left alone
     */
    private record Pause(Duration longest, boolean endsWithChange) {}

    /** Between two questions also to a source that changes all the time, or says so. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    /** For a wait to come to its end: a pause that is slept may end late on a busy machine. */
    private static final Duration SHORTEST_GRACE = Duration.ofSeconds(1);
    private static final Duration OWN_PACE = Duration.ofSeconds(1);

    private final DiscoveryConfig config;
    private final Discovery discovery;
    private final BiConsumer<Discovering, Answer> answers;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private volatile @Nullable Answer latest;
    private volatile boolean started;
    private final Pace pace;
    private final Thread thread;
    private final Deadline deadline;

    /** @param answers called on the discovering thread */
    Discovering(String pool, DiscoveryConfig config, Discovery discovery, BiConsumer<Discovering, Answer> answers) {
        this.config = config;
        this.discovery = discovery;
        this.answers = answers;
        this.pace = new Pace(interval(config), new SplittableRandom());
        this.thread = Thread.ofVirtual().name("discovery of " + pool).unstarted(this::run);
        this.deadline = new Deadline("discovery of " + pool);
    }

    /** A source with an option of this name says itself for how long its answers hold, and is asked once a second at most. */
    private static Duration interval(DiscoveryConfig config) {
        boolean isOwn = config.source().provider().options().stream().anyMatch(option -> option.name().equals("interval"));
        return isOwn ? OWN_PACE : config.interval();
    }

    void start() {
        started = true;
        thread.start();
    }

    /** @return completed when there is a first answer, of whatever kind, or none will come; never fails */
    CompletableFuture<Void> answered() {
        return answered;
    }

    /** @return the last answer */
    Optional<Answer> latest() {
        return Optional.ofNullable(latest);
    }

    @Override
    public void close() {
        if (!started) { // there is no thread that would do it
            discovery.close();
        }
        thread.interrupt();
        answered.complete(null);
    }

    private void run() {
        try {
            Optional<Pause> pause = ask();
            while (pause.isPresent()) {
                rest(pause.get());
                pause = ask();
            }
        } catch (InterruptedException _) { // closed: the thread ends here
            return;
        } finally {
            deadline.awaitReturn();
            discovery.close();
        }
    }

    /** @return until the next question; empty for never */
    private Optional<Pause> ask() throws InterruptedException {
        try {
            Discovered discovered = deadline.call(discovery::discover, config.timeout());
            Answer answer = check(discovered.backends());
            answer(answer);
            return discovered.validFor()
                    .map(validFor -> answer instanceof Answer.Found ? pace.afterAnswer(validFor) : pace.afterFailure())
                    .map(longest -> new Pause(longest, true));
        } catch (TimeoutException _) {
            return Optional.of(fail("no answer within " + config.timeout().toMillis() + " ms"));
        } catch (ExecutionException failure) {
            return Optional.of(fail(sentence(failure.getCause())));
        }
    }

    private Pause fail(String sentence) {
        answer(new Answer.NotFound(sentence));
        return new Pause(pace.afterFailure(), false);
    }

    private static String sentence(Throwable failure) {
        return failure instanceof DiscoveryException known ? known.getMessage() : "a bug: " + failure;
    }

    private void rest(Pause pause) throws InterruptedException {
        if (!pause.endsWithChange()) {
            Thread.sleep(pause.longest());
            return;
        }
        long begin = System.nanoTime();
        try {
            deadline.call(() -> awaitChange(pause.longest()), pause.longest().plus(longer(config.timeout(), SHORTEST_GRACE)));
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            Thread.sleep(shorter(pause.longest(), SHORTEST_PAUSE).minus(waited));
        } catch (TimeoutException _) { // whether anything is wrong with the source, the next question finds out
            return;
        } catch (ExecutionException failure) {
            rest(fail(sentence(failure.getCause())));
        }
    }

    private boolean awaitChange(Duration longest) throws InterruptedException {
        discovery.awaitChange(longest);
        return true;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void answer(Answer answer) {
        latest = answer;
        answered.complete(null);
        answers.accept(this, answer);
    }

    private Answer check(List<BackendSpec> backends) {
        if (backends.isEmpty() && config.source().provider().isPolled() && !config.allowEmpty()) {
            return new Answer.NotFound("the answer has no backends; set allowEmpty to take that as an answer");
        }
        var ids = new HashSet<String>();
        for (BackendSpec backend : backends) {
            if (!ids.add(backend.id())) {
                return new Answer.NotFound("the answer has the backend '" + backend.id() + "' twice");
            }
            if (backend.address() instanceof Address.Destination && config.written().noneMatch(backend::equals)) {
                return new Answer.NotFound("the answer has the backend '" + backend.id()
                        + "' at '*', where a client wanted to go: that may stand in the configuration alone");
            }
        }
        return new Answer.Found(backends);
    }
}
