package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.accesslog.ListenerLog;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.RemovePolicy;
import io.awe4lb.kernel.listener.BoundListener;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.EndReason;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What happens to the connections of listeners and backends that are gone. One that is back before they were closed has them again: a source
 * that flaps, or a change that is taken back, must not cut what works.
 */
final class Retiring {

    private final Loops loops;
    private final Control control;
    private final Events events;
    private final Supplier<Living> living;
    /** By id: the last ones that left. */
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
    private final Map<String, Pool> pools = new ConcurrentHashMap<>();

    Retiring(Loops loops, Control control, Events events, Supplier<Living> living) {
        this.loops = loops;
        this.control = control;
        this.events = events;
        this.living = living;
    }

    void listener(Listener gone) {
        listeners.values().removeIf(earlier -> earlier.stats().active() == 0);
        listeners.put(gone.id(), gone);
        retire(gone.config().onRemove(), () -> {
            if (!isBack(gone)) {
                listeners.remove(gone.id(), gone);
                loops.closeThoseOf(gone, EndReason.LISTENER_REMOVED)
                        .thenAccept(closed -> tell(events, Subject.listener(gone.id()), closed, EndReason.LISTENER_REMOVED));
            }
        });
    }

    private boolean isBack(Listener gone) {
        return Optional.ofNullable(living.get().listeners().get(gone.id())).filter(bound -> bound.listener().isSameAs(gone)).isPresent();
    }

    /** Of all listeners that have connections or may get some. */
    Stream<ListenerLog> logs() {
        Stream<Listener> here = living.get().listeners().values().stream().map(BoundListener::listener);
        Stream<Listener> gone = listeners.values().stream().filter(left -> left.stats().active() > 0);
        return Stream.concat(here, gone).map(Listener::log);
    }

    /** The listener of this id and protocol that has left with connections that live. */
    Optional<Listener> leftListener(ListenerConfig config) {
        return Optional.ofNullable(listeners.get(config.id()))
                .filter(gone -> gone.stats().active() > 0 && gone.config().protocol() == config.protocol());
    }

    /** On the control thread. */
    void pool(Pool gone) {
        pools.values().removeIf(earlier -> earlier.members().all().stream().allMatch(backend -> backend.activeConnections() == 0));
        pools.put(gone.id(), gone);
        gone.members().all().forEach(backend -> backend(gone, backend));
    }

    /** The pool of this id that has left, for its backends. */
    Optional<Pool> leftPool(String id) {
        return Optional.ofNullable(pools.get(id));
    }

    void backend(Pool pool, PoolBackend gone) {
        RemovePolicy policy = pool.config().onRemove();
        EndReason reason = policy instanceof RemovePolicy.Close ? EndReason.BACKEND_REMOVED : EndReason.DRAIN_TIMEOUT;
        retire(policy, () -> {
            if (!isMember(pool.id(), gone)) {
                close(pool.id(), gone, reason);
            }
        });
    }

    /** Ends the connections of a backend, as a policy says. Does not wait. */
    void close(String pool, PoolBackend backend, EndReason reason) {
        Subject subject = Subject.backend(pool, backend.id());
        loops.closeThoseOf(backend, reason).thenAccept(closed -> tell(events, subject, closed, reason));
    }

    /** Says that a policy has closed connections; nothing if there were none. */
    static void tell(Events events, Subject subject, int closed, EndReason reason) {
        if (closed > 0) {
            events.publish(EventType.CONNECTIONS_CLOSED, Event.Severity.INFO, subject, "",
                    "connections closed: %d (%s: %s)".formatted(closed, reason.word(), reason.description()));
        }
    }

    private boolean isMember(String pool, PoolBackend backend) {
        return Optional.ofNullable(living.get().pools().get(pool)).filter(now -> now.has(backend)).isPresent();
    }

    private void retire(RemovePolicy policy, Runnable close) {
        switch (policy) {
            case RemovePolicy.Keep _ -> {}
            case RemovePolicy.Close _ -> close.run();
            case RemovePolicy.Drain(var atMost) -> control.schedule(close, atMost.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
