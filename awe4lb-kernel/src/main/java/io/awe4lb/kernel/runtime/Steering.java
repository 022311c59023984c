package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.pool.CheckTimer;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.pool.PoolContext;
import io.awe4lb.kernel.runtime.AdminRequest.OnTimeout;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.stats.WeightOverride;
import io.awe4lb.kernel.store.BackendKey;
import io.awe4lb.kernel.store.BackendOverride;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.kernel.store.LastList;
import io.awe4lb.kernel.store.LastLists;
import io.awe4lb.kernel.store.Overrides;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What is done to backends at run time, by people and by what pools find out. A wish is written down before it comes into force, so that a
 * restart finds what was acknowledged.
 */
final class Steering implements PoolContext {

    private static final Logger LOG = LoggerFactory.getLogger(Steering.class);
    /** What pools tell is theirs. */
    private static final Logger POOLS = LoggerFactory.getLogger(Pool.class);

    private final Loops loops;
    private final Control control;
    private final Events events;
    private final Overrides overrides;
    private final LastLists lastLists;
    private final Supplier<Living> living;
    private final Retiring retiring;
    private final DrainTimeouts timeouts;
    private final CheckTimer checkTimer = new CheckTimer();

    Steering(Loops loops, Control control, Events events, DataDirectory data, Supplier<Living> living) {
        this.loops = loops;
        this.control = control;
        this.events = events;
        this.overrides = data.overrides();
        this.lastLists = data.lastLists();
        this.living = living;
        this.retiring = new Retiring(loops, control, events, living);
        this.timeouts = new DrainTimeouts(control);
    }

    Events events() {
        return events;
    }

    Retiring retiring() {
        return retiring;
    }

    /** On any thread but loops and the control thread; one wish at a time. */
    synchronized PoolBackend adminState(String pool, String backend, AdminRequest request) throws NoSuchBackendException, ChangeException {
        var status = new AdminStatus(request.state(), request.reason(), request.who(), Instant.now());
        Optional<AdminStatus> kept = request.state() == AdminState.READY ? Optional.empty() : Optional.of(status); // a default is no wish
        PoolBackend changed = wish(new BackendKey(pool, backend), before -> before.withAdminState(kept),
                owner -> owner.administer(backend, status));
        String why = request.reason().isEmpty() ? "" : ": " + request.reason();
        events.publish(EventType.BACKEND_ADMIN_STATE, Event.Severity.INFO, Subject.backend(pool, backend), request.who(),
                request.state().word() + why);
        timeouts.set(changed, request.timeout(), () -> onTimeout(pool, changed, status, request.onTimeout()));
        return changed;
    }

    /** As {@link #adminState}. */
    synchronized PoolBackend weight(String pool, String backend, OptionalInt weight, String who)
            throws NoSuchBackendException, ChangeException {
        Optional<WeightOverride> override = weight.isEmpty() ? Optional.empty()
                : Optional.of(new WeightOverride(weight.getAsInt(), who, Instant.now()));
        PoolBackend changed =
                wish(new BackendKey(pool, backend), before -> before.withWeight(override), owner -> owner.weigh(backend, override));
        events.publish(EventType.BACKEND_WEIGHT, Event.Severity.INFO, Subject.backend(pool, backend), who,
                weight.isPresent() ? "weight " + weight.getAsInt() : "weight as configured: " + changed.wantedWeight());
        return changed;
    }

    /** Written down, then in force; taken back if the backend has gone meanwhile. */
    private PoolBackend wish(BackendKey key, UnaryOperator<BackendOverride> change, Function<Pool, Optional<PoolBackend>> inForce)
            throws NoSuchBackendException, ChangeException {
        Pool owner = require(key.pool(), key.backend());
        BackendOverride before = overrides.of(key);
        keep(key, change.apply(before));
        Optional<PoolBackend> changed = control.ask(() -> inForce.apply(owner));
        if (changed.isEmpty()) {
            keep(key, before);
            throw new NoSuchBackendException(key.pool(), key.backend());
        }
        return changed.get();
    }

    private Pool require(String pool, String backend) throws NoSuchBackendException {
        Pool owner = living.get().pools().get(pool);
        if (owner == null || owner.members().all().stream().noneMatch(member -> member.id().equals(backend))) {
            throw new NoSuchBackendException(pool, backend);
        }
        return owner;
    }

    private void keep(BackendKey key, BackendOverride override) throws ChangeException {
        try {
            overrides.put(key, override);
        } catch (IOException failure) {
            String message = "pool %s, backend %s: nothing was changed, because it cannot be kept: %s".formatted(key.pool(), key.backend(),
                    failure.getMessage());
            throw new ChangeException(ChangeException.Reason.SYSTEM, "/pools/" + key.pool(), message, failure);
        }
    }

    /** On the control thread. Another wish since then has its own timeout, or none. */
    private void onTimeout(String pool, PoolBackend backend, AdminStatus status, OnTimeout onTimeout) {
        int left = backend.activeConnections();
        if (backend.adminStatus() != status || left == 0) {
            return;
        }
        boolean closes = onTimeout == OnTimeout.CLOSE;
        if (closes) {
            closeConnections(pool, backend, EndReason.DRAIN_TIMEOUT);
        }
        tell(EventType.BACKEND_ADMIN_STATE, Event.Severity.WARNING, Subject.backend(pool, backend.id()),
                "%s: the time is over with %d connections left, which %s".formatted(status.state().word(), left,
                        closes ? "are closed" : "live on"));
    }

    @Override
    public CheckTimer checkTimer() {
        return checkTimer;
    }

    @Override
    public void closeConnections(String pool, PoolBackend backend, EndReason reason) {
        retiring.close(pool, backend, reason);
    }

    @Override
    public void left(Pool pool, PoolBackend backend) {
        retiring.backend(pool, backend);
    }

    @Override
    public BackendOverride override(String pool, String backend) {
        return overrides.of(new BackendKey(pool, backend));
    }

    /** One that is only prepared may be abandoned: it is known when it is in force. */
    @Override
    public void known(Pool pool) {
        if (living.get().pools().get(pool.id()) == pool) {
            forget(key -> key.pool().equals(pool.id()));
        }
    }

    /** A pool is not in force any more. On the control thread. */
    void gone(Pool pool) {
        retiring.pool(pool);
        lastLists.forget(pool.id());
        forget(key -> key.pool().equals(pool.id()));
    }

    /** Of those, the ones that are no members by then. Writing waits for the disk. */
    private void forget(Predicate<BackendKey> which) {
        if (overrides.all().keySet().stream().anyMatch(key -> which.test(key) && !isMember(key))) {
            Thread.ofVirtual().name("overrides").start(() -> {
                try {
                    overrides.retain(key -> !which.test(key) || isMember(key));
                } catch (IOException failure) {
                    LOG.warn("what was said of backends that are gone cannot be forgotten: {}", failure.getMessage());
                }
            });
        }
    }

    private boolean isMember(BackendKey key) {
        Pool pool = living.get().pools().get(key.pool());
        return pool != null && pool.members().all().stream().anyMatch(member -> member.id().equals(key.backend()));
    }

    @Override
    public Optional<LastList> lastList(String pool) {
        return lastLists.find(pool);
    }

    @Override
    public void keep(String pool, LastList list) {
        lastLists.keep(pool, list);
    }

    @Override
    public void tell(EventType type, Event.Severity severity, Subject subject, String message) {
        String name = subject.backend().isEmpty() ? "" : ", backend " + subject.backend();
        POOLS.atLevel(severity == Event.Severity.INFO ? Level.INFO : Level.WARN).log("pool {}{}: {}", subject.pool(), name, message);
        events.publish(type, severity, subject, "", message);
    }
}
