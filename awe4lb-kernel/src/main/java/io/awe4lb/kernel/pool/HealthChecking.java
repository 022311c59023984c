package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.HealthCheckConfig;
import io.awe4lb.kernel.pool.CheckTimer.Turn;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckResult.Failed;
import io.awe4lb.spi.CheckResult.Inconclusive;
import io.awe4lb.spi.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks one backend again and again from {@link #start} to {@link #close()}; at once when somebody asks for it, and from then on again.
 * Each check has a virtual thread of its own; a backend that rests has none.
 *
 * <pre>
 *    resting ──due──▶ attempt ──result, or its deadline──▶ resting
 * </pre>
 *
 * <p>The deadline counts from when the call really runs. A call that ignores its interrupt outlives its attempt. There is never a second one beside it: attempts that begin meanwhile wait for
 * its return, and fail by their own deadlines if it does not come.
 */
final class HealthChecking implements CheckTimer.Taker, AutoCloseable {

    /** Timeouts that a call may take to begin, but for the shortest ones. */
    private static final int PATIENCE = 10;
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(10);

    private final Duration timeout;
    /**
     * Nanoseconds that a call may take to begin where the machine is too busy to run its thread. That is not the backend's fault, and a moment
     * of it is not worth a word; after so many nobody knows how the backend is.
     */
    private final long patience;
    private final Probing probing;
    private final Consumer<CheckRun> results;
    private final CheckTimer timer;
    private final Cadence cadence;
    private final ThreadFactory threads;

    // What follows belongs to whoever holds the monitor.

    private boolean closed;
    /** When the next attempt begins, not rounded. */
    private long due;
    /** The next turn; none while one is taken. */
    private @Nullable Turn turn;
    /** None while the backend rests. */
    private @Nullable Attempt attempt;
    /** The call that has not returned yet. */
    private @Nullable Thread running;
    /** Those who do not want to wait for the interval. */
    private List<CompletableFuture<CheckRun>> wishes = new ArrayList<>();

    /** From the begin of a check to its result. */
    private static final class Attempt {
        private final long begun;
        private final List<CompletableFuture<CheckRun>> askers;
        private long deadline;
        /** Whether the call has really begun. */
        private boolean isRunning;
        /** Whether somebody has taken it upon himself to tell its result. */
        private boolean hasResult;

        Attempt(long begun, List<CompletableFuture<CheckRun>> askers) {
            this.begun = begun;
            this.askers = askers;
        }
    }

    /** @param results one after the other, on the thread of a check or of the timer; must not block */
    HealthChecking(HealthCheckConfig config, HealthCheck check, PoolBackend backend, CheckTimer timer, Consumer<CheckRun> results) {
        this(config, check, backend, timer, Thread.ofVirtual().name("check of " + backend.id()).factory(),
                patience(config.timeout()), results);
    }

    /**
     * @param threads of the checks
     * @param patience with a machine that is too busy to begin one
     */
    HealthChecking(HealthCheckConfig config, HealthCheck check, PoolBackend backend, CheckTimer timer, ThreadFactory threads,
            Duration patience, Consumer<CheckRun> results) {
        this.timeout = config.timeout();
        this.patience = patience.toNanos();
        this.probing = new Probing(config, check, backend);
        this.results = results;
        this.timer = timer;
        this.cadence = new Cadence(config.interval(), () -> ThreadLocalRandom.current().nextLong());
        this.threads = threads;
    }

    private static Duration patience(Duration timeout) {
        Duration several = timeout.multipliedBy(PATIENCE);
        return several.compareTo(LEAST_PATIENCE) > 0 ? several : LEAST_PATIENCE;
    }

    /** @param among how many backends begin to be checked together, this one included */
    synchronized void start(int among) {
        due = cadence.first(System.nanoTime(), among);
        turnAt(cadence.moment(due));
    }

    /**
     * Checks as soon as the check that runs has ended. On the thread that closes it, before it does.
     *
     * @return completed after the result was told; cancelled when it is closed before
     */
    synchronized CompletableFuture<CheckRun> now() {
        var wish = new CompletableFuture<CheckRun>();
        wishes.add(wish);
        if (attempt == null) {
            due = System.nanoTime();
            turnAt(due);
        }
        return wish;
    }

    @Override
    public void close() {
        List<CompletableFuture<CheckRun>> waiting;
        synchronized (this) {
            closed = true;
            if (turn != null) {
                turn.cancel();
            }
            if (running != null) {
                running.interrupt();
            }
            waiting = new ArrayList<>(wishes);
            if (attempt != null) {
                waiting.addAll(attempt.askers);
            }
        }
        waiting.forEach(asker -> asker.cancel(false));
    }

    private void turnAt(long time) {
        if (turn != null) {
            turn.cancel();
        }
        turn = timer.at(time, this);
    }

    /** Begins an attempt, or ends one that takes too long. On the timer's thread. */
    @Override
    public void onTurn(Turn given) {
        Attempt late = null;
        synchronized (this) {
            if (closed || given != turn) {
                return;
            }
            turn = null;
            long now = System.nanoTime();
            if (attempt == null && now - due >= 0) {
                begin(now);
            }
            if (attempt != null && now - attempt.deadline >= 0) {
                late = endOf(attempt, now);
            }
            if (attempt == null || !attempt.hasResult) { // else whoever tells the result looks after the next turn
                turnAt(cadence.moment(nextTurn(now)));
            }
        }
        if (late != null) {
            tell(late, late.isRunning ? new Failed("check_timeout", "no answer within " + timeout.toMillis() + " ms")
                    : new Inconclusive("this machine was too busy to check it"));
        }
    }

    /** @return the attempt, if somebody has to end it; null if it has more time, or a result */
    private @Nullable Attempt endOf(Attempt late, long now) {
        if (late.isRunning || now - late.begun >= patience) {
            return claim(late);
        }
        late.deadline = now + timeout.toNanos();
        return null;
    }

    /** When the next attempt is due, unless this one has to end before, or has let that time pass. */
    private long nextTurn(long now) {
        return attempt != null && (attempt.deadline - due < 0 || due - now <= 0) ? attempt.deadline : due;
    }

    private void begin(long now) {
        attempt = new Attempt(now, takeWishes());
        due = cadence.next(due, now);
        if (running == null) {
            call(attempt, now);
        } else { // until it returns
            attempt.isRunning = true;
            attempt.deadline = now + timeout.toNanos();
        }
    }

    private List<CompletableFuture<CheckRun>> takeWishes() {
        if (wishes.isEmpty()) {
            return List.of();
        }
        var taken = wishes;
        wishes = new ArrayList<>();
        return taken;
    }

    private void call(Attempt mine, long now) {
        mine.isRunning = false;
        mine.deadline = now + timeout.toNanos();
        running = threads.newThread(() -> run(mine));
        running.start();
    }

    /** On a virtual thread. */
    private void run(Attempt mine) {
        CheckResult result = begins(mine) ? probing.probe() : null;
        Attempt done;
        synchronized (this) {
            running = null;
            done = attempt == mine ? claim(mine) : null;
            if (attempt != null && !attempt.hasResult && !closed) { // one that has begun and could not call
                call(attempt, System.nanoTime());
            }
        }
        if (done != null && result != null) {
            tell(done, result);
        }
    }

    /** @return false if its time was over before the machine came to it, or nobody wants its result any more */
    private synchronized boolean begins(Attempt mine) {
        if (closed || mine.hasResult) {
            return false;
        }
        mine.isRunning = true;
        mine.deadline = System.nanoTime() + timeout.toNanos();
        return true;
    }

    /** @return the attempt, for the one who may tell its result; null for anybody else, and when nobody wants to hear it any more */
    private @Nullable Attempt claim(Attempt mine) {
        if (closed || mine.hasResult) {
            return null;
        }
        mine.hasResult = true;
        if (running != null) {
            running.interrupt();
        }
        return mine;
    }

    private void tell(Attempt mine, CheckResult result) {
        try {
            var run = new CheckRun(result, Duration.ofNanos(System.nanoTime() - mine.begun));
            results.accept(run);
            mine.askers.forEach(asker -> asker.complete(run));
        } finally {
            rest();
        }
    }

    private synchronized void rest() {
        attempt = null;
        if (closed) {
            return;
        }
        if (!wishes.isEmpty()) {
            due = System.nanoTime();
            turnAt(due);
        } else if (turn == null || cadence.moment(due) - turn.time() < 0) { // its time has passed meanwhile
            turnAt(cadence.moment(due));
        }
    }
}
