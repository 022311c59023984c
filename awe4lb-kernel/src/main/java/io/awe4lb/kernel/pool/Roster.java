package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.store.BackendOverride;
import io.awe4lb.spi.BackendSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The backends of a pool, each with what watches it: takes those in that discovery finds, and says who serves, with which weight. On the
 * control thread; any thread reads {@link #members()}.
 */
final class Roster {

    /** Between two lists of those that serve, where they are made by the program itself. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

    private final Pool pool;
    private final int loops;
    private final Ejections ejections;
    private final SlowStart slowStart = new SlowStart();
    /** By id, in the order of discovery. */
    private Map<String, Watched> watched = new LinkedHashMap<>();
    /** By id: those that left with connections that live. One that is back goes on as the same. */
    private final Map<String, PoolBackend> leaving = new HashMap<>();
    private volatile Members members;
    private volatile Panic panic = Panic.NONE;
    /** Whether the next step of a slow start is on its way. */
    private boolean isStepping;
    /** Whether a swap is. */
    private boolean isSwapping;
    /** When the last one was, by the nano clock. */
    private long lastSwap = System.nanoTime() - SHORTEST_PAUSE.toNanos();

    Roster(Pool pool, int loops) {
        this.pool = pool;
        this.loops = loops;
        this.ejections = new Ejections(pool);
        this.members = Members.of(List.of(), pool.parts().strategy());
    }

    Members members() {
        return members;
    }

    /** Any thread. */
    Panic panic() {
        return panic;
    }

    Ejections ejections() {
        return ejections;
    }

    Collection<Watched> watched() {
        return watched.values();
    }

    Set<String> ids() {
        return watched.keySet();
    }

    Optional<Watched> find(String backend) {
        return Optional.ofNullable(watched.get(backend));
    }

    /** Whether this very backend is a member, and not another one of the same id. */
    boolean has(PoolBackend backend) {
        return find(backend.id()).filter(member -> member.backend() == backend).isPresent();
    }

    /** Whether this is the one that watches its backend now: answers of another one come too late. */
    boolean isWatchedBy(Watched one) {
        return watched.get(one.backend().id()) == one;
    }

    /** Should they come: with the connections that they have. */
    void expect(List<PoolBackend> left) {
        left.stream().filter(backend -> backend.activeConnections() > 0).forEach(backend -> leaving.put(backend.id(), backend));
    }

    /** Completes when the name of each was looked up once, whatever came of it. */
    CompletableFuture<Void> resolved() {
        return CompletableFuture.allOf(watched.values().stream().map(Watched::resolved).toArray(CompletableFuture[]::new));
    }

    /** The pool has another health check. */
    void checkAnew() {
        watched.values().forEach(each -> each.check(watched.size()));
    }

    /** The pool speaks TLS another way, or not any more. */
    void forgetSessions() {
        watched.values().forEach(each -> each.backend().peer().forget());
    }

    /** From now on these are the members. Those that were so already stay as they are. */
    void take(List<BackendSpec> specs) {
        if (specs.equals(watched.values().stream().map(known -> known.backend().spec()).toList())) {
            return;
        }
        leaving.values().removeIf(gone -> gone.activeConnections() == 0);
        var before = watched;
        var after = new LinkedHashMap<String, Watched>();
        for (BackendSpec spec : specs) {
            Watched known = before.get(spec.id());
            if (known != null && known.backend().isAt(spec.address())) {
                known.backend().update(spec);
                after.put(spec.id(), known);
            } else {
                after.put(spec.id(), watch(spec, specs.size()));
            }
        }
        watched = after;
        swap();
        before.values().stream().filter(old -> after.get(old.backend().id()) != old).forEach(this::leave);
    }

    private void leave(Watched target) {
        target.close();
        target.backend().peer().leave();
        slowStart.end(target.backend());
        leaving.put(target.backend().id(), target.backend());
        pool.context().left(pool, target.backend());
    }

    private Watched watch(BackendSpec spec, int among) {
        Watched watched = new Watched(pool, Optional.ofNullable(leaving.remove(spec.id())).filter(gone -> gone.isAt(spec.address()))
                .orElseGet(() -> Watched.unknown(pool, spec, loops)));
        watched.backend().update(spec);
        BackendOverride override = pool.context().override(pool.id(), spec.id());
        watched.backend().update(override.adminState().orElseGet(() -> AdminStatus.ready(pool.clock().instant())));
        watched.backend().overrideWeight(override.weight());
        watched.start(among);
        return watched;
    }

    /** Says anew who serves, after anything has changed that matters to it. */
    void swap() {
        List<PoolBackend> backends = watched.values().stream().map(Watched::backend).toList();
        ejections.settle(backends);
        growSlowly(backends);
        settle(Panic.of(backends, pool.config().panicPercent()));
        members = Members.of(backends, pool.parts().strategy());
        lastSwap = System.nanoTime();
        pool.line().somethingIsFree();
    }

    /** The same at once, or a moment later if it was done a moment ago: thousands may go down together. */
    void swapSoon() {
        long since = System.nanoTime() - lastSwap;
        if (since >= SHORTEST_PAUSE.toNanos()) {
            swap();
        } else if (!isSwapping) {
            isSwapping = true;
            pool.control().schedule(this::swapLater, SHORTEST_PAUSE.toNanos() - since, TimeUnit.NANOSECONDS);
        }
    }

    private void swapLater() {
        isSwapping = false;
        if (!pool.isClosed()) {
            swap();
        }
    }

    private void growSlowly(List<PoolBackend> backends) {
        Duration time = pool.config().slowStart();
        long now = System.nanoTime();
        watched.values().forEach(each -> each.notice(slowStart, now));
        if (slowStart.settle(time, backends, now) && !isStepping) {
            isStepping = true;
            long step = Math.max(time.toNanos() / SlowStart.STEPS, SHORTEST_PAUSE.toNanos());
            pool.control().schedule(this::step, step, TimeUnit.NANOSECONDS);
        }
    }

    private void step() {
        isStepping = false;
        if (!pool.isClosed()) {
            swap();
        }
    }

    private void settle(Panic now) {
        boolean wasOn = panic.isOn();
        panic = now;
        if (wasOn == now.isOn()) {
            return;
        }
        String sentence =
                now.isOn() ? "%d of %d backends are healthy, fewer than %d %%: all of them are used, whatever checks and ejections say"
                        : "%d of %d backends are healthy: they alone are used again";
        pool.context().tell(EventType.POOL_PANIC, now.isOn() ? Event.Severity.WARNING : Event.Severity.INFO, Subject.pool(pool.id()),
                sentence.formatted(now.healthy(), now.able(), pool.config().panicPercent()));
    }

    void close() {
        watched.values().forEach(each -> {
            each.close();
            each.backend().peer().leave();
        });
    }
}
