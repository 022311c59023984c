package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.pool.CheckRun;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.CheckResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Has backends checked without waiting for their interval, for people. Methods are for any thread but loops and the control thread. */
public final class Checking {

    /** A check that takes longer goes on, and is not waited for. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Control control;
    private final Events events;

    Checking(Control control, Events events) {
        this.control = control;
        this.events = events;
    }

    /**
     * What came of it.
     *
     * @param backend that was checked; its health is the one after this check
     * @param run empty if the check did not end in time, or was ended
     */
    public record Checked(PoolBackend backend, Optional<CheckRun> run) {}

    private record Begun(PoolBackend backend, CompletableFuture<CheckRun> run) {}

    /**
     * Checks one backend. Waits for the result, up to {@link #PATIENCE}.
     *
     * @param pool in force
     * @param backend member of it
     * @param who wants it
     * @return what came of it
     * @throws ChangeException if it is not checked: the pool has no health check, or it is in maintenance; or it is no member any more
     * @throws InterruptedException when interrupted
     */
    public Checked backend(Pool pool, PoolBackend backend, String who) throws ChangeException, InterruptedException {
        List<Checked> checked = check(pool, member -> member == backend);
        if (checked.isEmpty()) {
            throw refusal(pool, "backend %s is not checked: %s".formatted(backend.id(), whyNot(pool, backend)));
        }
        Checked only = checked.getFirst();
        tell(Subject.backend(pool.id(), backend.id()), who, "checked now: %s".formatted(
                only.run().map(run -> run.word() + ": " + run.result().detail()).orElse("no result yet")));
        return only;
    }

    /**
     * Checks every backend of a pool that is checked, at the same time. Waits for the results, up to {@link #PATIENCE}.
     *
     * @param pool in force
     * @param who wants it
     * @return in the order of discovery; without those in maintenance
     * @throws ChangeException if the pool has no health check
     * @throws InterruptedException when interrupted
     */
    public List<Checked> pool(Pool pool, String who) throws ChangeException, InterruptedException {
        if (pool.config().healthCheck().isEmpty()) {
            throw refusal(pool, "it has no health check: give it healthCheck");
        }
        List<Checked> checked = check(pool, _ -> true);
        long passed =
                checked.stream().flatMap(each -> each.run().stream()).filter(run -> run.result() instanceof CheckResult.Passed).count();
        tell(Subject.pool(pool.id()), who, "checked now: %d of %d backends passed".formatted(passed, checked.size()));
        return checked;
    }

    private List<Checked> check(Pool pool, Predicate<PoolBackend> which) throws ChangeException, InterruptedException {
        List<Begun> begun = control.ask(() -> pool.members().all().stream().filter(which).flatMap(backend -> pool.checkNow(backend.id())
                .map(run -> new Begun(backend, run)).stream()).toList());
        await(begun);
        return control.ask(() -> begun.stream().map(Checking::ended).toList()); // behind the results, so that they have counted
    }

    private static void await(List<Begun> begun) throws InterruptedException {
        try {
            CompletableFuture.allOf(begun.stream().map(Begun::run).toArray(CompletableFuture[]::new)).get(PATIENCE.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException _) { // told by the runs that are missing
            return;
        }
    }

    private static Checked ended(Begun begun) {
        boolean hasEnded = begun.run().state() == CompletableFuture.State.SUCCESS;
        return new Checked(begun.backend(), hasEnded ? Optional.of(begun.run().resultNow()) : Optional.empty());
    }

    private static String whyNot(Pool pool, PoolBackend backend) {
        if (pool.config().healthCheck().isEmpty()) {
            return "the pool has no health check: give it healthCheck";
        }
        return backend.adminStatus().state() == AdminState.MAINT ? "there are no checks during maintenance: make it ready, or drain it"
                : "it has left the pool";
    }

    private static ChangeException refusal(Pool pool, String sentence) {
        return new ChangeException("/pools/" + pool.id(), "pool %s: %s".formatted(pool.id(), sentence));
    }

    private void tell(Subject subject, String who, String sentence) {
        events.publish(EventType.BACKEND_CHECK, Event.Severity.INFO, subject, who, sentence);
    }
}
