package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.pool.AdminStatus;
import io.awe4lb.kernel.pool.Overridden;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.pool.PoolContext;
import io.awe4lb.kernel.runtime.AdminRequest.OnTimeout;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.store.BackendKey;
import io.awe4lb.kernel.store.BackendOverride;
import io.awe4lb.kernel.store.Overrides;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done to backends at run time, by people and by what pools find out. A wish is written down before it comes into force, so that a
 * restart finds what was acknowledged.
 */
final class Steering implements PoolContext {

    private static final Logger LOG = LoggerFactory.getLogger(Steering.class);

    private final Loops loops;
    private final Control control;
    private final Events events;
    private final Overrides overrides;
    private final Supplier<Living> living;
    private final Retiring retiring;

    Steering(Loops loops, Control control, Events events, Overrides overrides, Supplier<Living> living) {
        this.loops = loops;
        this.control = control;
        this.events = events;
        this.overrides = overrides;
        this.living = living;
        this.retiring = new Retiring(loops, control);
    }

    Events events() {
        return events;
    }

    Retiring retiring() {
        return retiring;
    }

    /** On any thread but loops and the control thread; one wish at a time. */
    synchronized PoolBackend adminState(String pool, String backend, AdminRequest request) throws NoSuchBackendException, ChangeException {
        Pool owner = require(pool, backend);
        var status = new AdminStatus(request.state(), request.reason(), request.who(), Instant.now());
        keep(new BackendKey(pool, backend), before -> before.withAdminState(kept(status)));
        PoolBackend changed = onControl(pool, backend, () -> owner.administer(backend, status));
        String why = request.reason().isEmpty() ? "" : ": " + request.reason();
        events.publish(EventType.BACKEND_ADMIN_STATE, Event.Severity.INFO, Subject.backend(pool, backend), request.who(),
                request.state().word() + why);
        request.timeout().ifPresent(timeout -> control.schedule(() -> onTimeout(pool, changed, status, request.onTimeout()),
                timeout.toNanos(), TimeUnit.NANOSECONDS));
        return changed;
    }

    /** As {@link #adminState}. */
    synchronized PoolBackend weight(String pool, String backend, OptionalInt weight, String who)
            throws NoSuchBackendException, ChangeException {
        Pool owner = require(pool, backend);
        keep(new BackendKey(pool, backend), before -> before.withWeight(weight));
        PoolBackend changed = onControl(pool, backend, () -> owner.weigh(backend, weight));
        events.publish(EventType.BACKEND_WEIGHT, Event.Severity.INFO, Subject.backend(pool, backend), who,
                weight.isPresent() ? "weight " + weight.getAsInt() : "weight as configured: " + changed.weight());
        return changed;
    }

    /** A wish that is the default is none. */
    private static Optional<BackendOverride.AdminStateOverride> kept(AdminStatus status) {
        return status.state() == AdminState.READY ? Optional.empty()
                : Optional.of(new BackendOverride.AdminStateOverride(status.state(), status.reason(), status.who(), status.since()));
    }

    private Pool require(String pool, String backend) throws NoSuchBackendException {
        Pool owner = living.get().pools().get(pool);
        if (owner == null || owner.members().all().stream().noneMatch(member -> member.id().equals(backend))) {
            throw new NoSuchBackendException(pool, backend);
        }
        return owner;
    }

    private void keep(BackendKey key, Function<BackendOverride, BackendOverride> change) throws ChangeException {
        try {
            overrides.put(key, change.apply(overrides.of(key)));
        } catch (IOException failure) {
            String message = "pool %s, backend %s: nothing was changed, because it cannot be kept: %s".formatted(key.pool(), key.backend(),
                    failure.getMessage());
            throw new ChangeException(ChangeException.Reason.SYSTEM, "/pools/" + key.pool(), message, failure);
        }
    }

    private PoolBackend onControl(String pool, String backend, Supplier<Optional<PoolBackend>> change) throws NoSuchBackendException {
        return CompletableFuture.supplyAsync(change, control).join().orElseThrow(() -> new NoSuchBackendException(pool, backend));
    }

    /** On the control thread. Another wish since then has its own timeout, or none. */
    private void onTimeout(String pool, PoolBackend backend, AdminStatus status, OnTimeout onTimeout) {
        int left = backend.activeConnections();
        if (backend.adminStatus() != status || left == 0) {
            return;
        }
        boolean closes = onTimeout == OnTimeout.CLOSE;
        if (closes) {
            closeConnections(backend, EndReason.DRAIN_TIMEOUT);
        }
        tell(EventType.BACKEND_ADMIN_STATE, Event.Severity.WARNING, Subject.backend(pool, backend.id()),
                "%s: the time is over with %d connections left, which %s".formatted(status.state().word(), left,
                        closes ? "are closed" : "live on"));
    }

    @Override
    public void closeConnections(PoolBackend backend, EndReason reason) {
        loops.closeThoseOf(backend, reason);
    }

    @Override
    public void left(Pool pool, PoolBackend backend) {
        retiring.backend(pool, backend);
    }

    @Override
    public Overridden overridden(String pool, String backend) {
        BackendOverride override = overrides.of(new BackendKey(pool, backend));
        return new Overridden(
                override.adminState().map(said -> new AdminStatus(said.state(), said.reason(), said.who(), said.since())),
                override.weight());
    }

    @Override
    public void known(String pool, Set<String> backends) {
        boolean hasOthers = overrides.all().keySet().stream().anyMatch(key -> key.pool().equals(pool) && !backends.contains(key.backend()));
        if (hasOthers) {
            Thread.ofVirtual().name("overrides of " + pool).start(() -> forget(pool, backends));
        }
    }

    private void forget(String pool, Set<String> backends) {
        try {
            overrides.retain(key -> !key.pool().equals(pool) || backends.contains(key.backend()));
        } catch (IOException failure) {
            LOG.warn("pool {}: what was said of backends that are gone cannot be forgotten: {}", pool, failure.getMessage());
        }
    }

    @Override
    public void tell(EventType type, Event.Severity severity, Subject subject, String message) {
        events.publish(type, severity, subject, "", message);
    }
}
