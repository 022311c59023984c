package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.HealthCheckConfig;
import io.awe4lb.kernel.config.PoolConfig.OnDown;
import io.awe4lb.kernel.pool.Health.Status;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.HealthCheck;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A backend with everything that watches it: its checks, its name's look-ups, its failed connects. On the control thread. */
final class Watched implements AutoCloseable {

    private static final String NO_CHECK = "the pool has no health check";

    private final Pool pool;
    private final PoolBackend backend;
    private final Optional<Resolving> resolving;
    private final CompletableFuture<Void> resolved = new CompletableFuture<>();
    private final Misdeeds misdeeds = new Misdeeds();
    /** Whether it was a member that did not serve, when it was looked at last. */
    private boolean wasOut;
    private Optional<Checked> checked = Optional.empty();
    /** Whether the last look-up of the name brought nothing. */
    private boolean unresolvable;

    /** The checks that run, with what they have found. */
    private record Checked(HealthTally tally, HealthChecking checking) {}

    Watched(Pool pool, PoolBackend backend) {
        this.pool = pool;
        this.backend = backend;
        backend.join(pool);
        boolean isName = backend.spec().address() instanceof Address.Inet && Resolving.literal(backend.spec().address()).isEmpty();
        this.resolving = isName ? Optional.of(resolving((Address.Inet) backend.spec().address())) : Optional.empty();
        if (!isName) {
            resolved.complete(null);
        }
    }

    /** A backend of which nothing is known yet. */
    static PoolBackend unknown(Pool pool, BackendSpec spec, int loops) {
        List<SocketAddress> literal = Resolving.literal(spec.address()).map(List::of).orElse(List.of());
        return new PoolBackend(pool, spec, unchecked(pool, NO_CHECK), literal, loops);
    }

    private static Health unchecked(Pool pool, String sentence) {
        return new Health(Status.UNCHECKED, true, "unchecked", sentence, pool.clock().instant());
    }

    private Resolving resolving(Address.Inet name) {
        return new Resolving(name, addresses -> pool.onControl(() -> onAddresses(addresses)));
    }

    PoolBackend backend() {
        return backend;
    }

    /** Completes when the name was looked up once, whatever came of it. */
    CompletableFuture<Void> resolved() {
        return resolved;
    }

    /** @param among how many backends come together, this one included */
    void start(int among) {
        check(among);
        resolving.ifPresent(Resolving::start);
    }

    /**
     * Begins to check as the pool says now, or stops; what other checks have found of the backend is still held for true.
     *
     * @param among how many backends do so together, this one included
     */
    void check(int among) {
        checked.ifPresent(before -> before.checking().close());
        checked = Optional.empty();
        PoolParts parts = pool.parts();
        if (backend.adminStatus().state() == AdminState.MAINT) {
            backend.update(unchecked(pool, "there are no checks during maintenance"));
        } else if (backend.followsClients()) {
            backend.update(unchecked(pool, "each client wants to go elsewhere, which is not checked"));
        } else if (parts.config().healthCheck().isEmpty()) {
            backend.update(unchecked(pool, NO_CHECK));
        } else {
            begin(checks(parts.config().healthCheck().get(), parts.healthCheck().orElseThrow()), among);
        }
    }

    private void begin(Checked checks, int among) {
        checked = Optional.of(checks);
        backend.update(checks.tally().health());
        checks.checking().start(among);
    }

    /**
     * Checks without waiting for the interval; the result counts like any other.
     *
     * @return empty while there are no checks; else completed after the result was handed to the control thread, cancelled if the checks
     *     end before
     */
    Optional<CompletableFuture<CheckRun>> checkNow() {
        return checked.map(now -> now.checking().now());
    }

    private Checked checks(HealthCheckConfig settings, HealthCheck check) {
        HealthTally tally = HealthTally.after(backend.health(), settings, pool.clock());
        var checking = new HealthChecking(settings, check, backend, pool.context().checkTimer(), run -> onCheck(tally, run));
        return new Checked(tally, checking);
    }

    /** On the thread of the check. What only confirms is done with there: nearly every check does, and to wake up the control thread costs as much as one. */
    private void onCheck(HealthTally tally, CheckRun run) {
        Health before = tally.health();
        Health after = tally.count(run.result());
        backend.checks().ran(run.result());
        backend.lastChecks().add(pool.clock().instant(), run);
        boolean confirms = before.status() == after.status() && before.serves() == after.serves();
        if (!confirms || !backend.confirm(before, after)) {
            pool.onControl(() -> onHealth(tally, after));
        }
    }

    /** What checks have found that do not run any more comes too late. */
    private void onHealth(HealthTally tally, Health after) {
        if (!pool.roster().isWatchedBy(this) || checked.filter(now -> now.tally() == tally).isEmpty()) {
            return;
        }
        Health before = backend.health();
        backend.update(after);
        if (before.status() != after.status()) {
            backend.checks().changed();
            String flip = "%s (was %s): %s".formatted(after.status().word(), before.status().word(), after.sentence());
            tell(EventType.BACKEND_HEALTH, after.serves() ? Event.Severity.INFO : Event.Severity.WARNING, flip);
        }
        if (before.serves() && !after.serves() && pool.config().onDown() == OnDown.CLOSE) {
            pool.roster().swap(); // those whose connections end come back at once, and not to the same one
            pool.context().closeConnections(pool.id(), backend, EndReason.BACKEND_DOWN);
        } else if (before.status() != after.status() || before.serves() != after.serves()) { // the first verdict matters to a panic
            pool.roster().swapSoon();
        }
    }

    @Override
    public void close() {
        checked.ifPresent(now -> now.checking().close());
        resolving.ifPresent(Resolving::close);
        resolved.complete(null);
    }

    /** A client could not connect, by the backend's fault. */
    void onConnectFailed(String sentence) {
        if (!pool.roster().ejections().isCondemned(backend)) {
            misdeeds.failed(pool.config().passiveHealth(), System.nanoTime()).ifPresent(time -> eject(time, sentence));
        }
    }

    /** It has reset the connection of a client. */
    void onReset() {
        if (!pool.roster().ejections().isCondemned(backend)) {
            int resets = pool.config().passiveHealth().resets();
            misdeeds.reset(pool.config().passiveHealth(), System.nanoTime())
                    .ifPresent(time -> eject(time, "connections that it reset: " + resets));
        }
    }

    private void eject(Duration time, String why) {
        pool.roster().ejections().begin(backend, time, why);
    }

    /** Lets the slow start know when it serves again, whatever took it out, and when it does no more. Not to know its address is no way out. */
    void notice(SlowStart slowStart, long now) {
        boolean fits = backend.isFit();
        if (fits && wasOut) {
            slowStart.begin(backend, now);
        } else if (!fits) {
            slowStart.end(backend);
        }
        wasOut = !fits && !backend.addresses().isEmpty();
    }

    private void tell(EventType type, Event.Severity severity, String sentence) {
        pool.context().tell(type, severity, Subject.backend(pool.id(), backend.id()), sentence);
    }

    /** A name that does not resolve any more keeps the addresses that it had. */
    private void onAddresses(List<SocketAddress> addresses) {
        if (addresses.isEmpty() != unresolvable) {
            unresolvable = addresses.isEmpty();
            tell(EventType.BACKEND_NAME, unresolvable ? Event.Severity.WARNING : Event.Severity.INFO,
                    "its name " + (unresolvable ? doesNotResolve() : "resolves again"));
        }
        if (!addresses.isEmpty() && !addresses.equals(backend.addresses())) {
            boolean served = backend.serves();
            backend.resolved(addresses);
            if (pool.roster().isWatchedBy(this) && served != backend.serves()) {
                pool.roster().swap();
            }
        }
        resolved.complete(null);
    }

    private String doesNotResolve() {
        return backend.addresses().isEmpty() ? "does not resolve; it gets no connections until it does"
                : "does not resolve any more; its last addresses stay";
    }
}
