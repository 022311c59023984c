package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.store.BackendOverride;
import io.awe4lb.kernel.store.LastList;
import io.awe4lb.spi.EndReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a pool tells, and answers what the test says of overrides. */
final class RecordingContext implements PoolContext {

    /** Backends that left. */
    final List<PoolBackend> left = new CopyOnWriteArrayList<>();
    /** {@code type subject: message}. */
    final List<String> told = new CopyOnWriteArrayList<>();
    /** By backend id. */
    final Map<String, BackendOverride> overridden = new ConcurrentHashMap<>();

    /** Last lists by pool. */
    final Map<String, LastList> kept = new ConcurrentHashMap<>();

    private final CheckTimer checkTimer = new CheckTimer();
    private final List<PoolBackend> connectionsClosed;

    RecordingContext() {
        this(new ArrayList<>());
    }

    RecordingContext(List<PoolBackend> connectionsClosed) {
        this.connectionsClosed = connectionsClosed;
    }

    @Override
    public CheckTimer checkTimer() {
        return checkTimer;
    }

    @Override
    public void closeConnections(String pool, PoolBackend backend, EndReason reason) {
        connectionsClosed.add(backend);
    }

    @Override
    public void left(Pool pool, PoolBackend backend) {
        left.add(backend);
    }

    @Override
    public BackendOverride override(String pool, String backend) {
        return overridden.getOrDefault(backend, BackendOverride.NONE);
    }

    @Override
    public void known(Pool pool) {
        overridden.keySet().retainAll(pool.members().all().stream().map(PoolBackend::id).toList());
    }

    @Override
    public Optional<LastList> lastList(String pool) {
        return Optional.ofNullable(kept.get(pool));
    }

    @Override
    public void keep(String pool, LastList list) {
        kept.put(pool, list);
    }

    @Override
    public void tell(EventType type, Event.Severity severity, Subject subject, String message) {
        told.add("%s %s: %s".formatted(type.word(), subject.backend(), message));
    }
}
