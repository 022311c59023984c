package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.store.LastList;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Client;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pool on a control thread of its own, with a discovery and checks that do as the test says. */
final class LivingPool implements AutoCloseable {

    final Pool pool;
    final ScriptedDiscovery discovery;
    final ScriptedChecks checks;
    /** Backends whose live connections the pool wanted closed. */
    final List<PoolBackend> connectionsClosed = new CopyOnWriteArrayList<>();
    final RecordingContext context = new RecordingContext(connectionsClosed);
    private final Control control = new Control();

    /** One thread, which drops what comes after its end. Remembers who handed it a task: the threads that discover and resolve. */
    private static final class Control extends ScheduledThreadPoolExecutor {
        final Set<Thread> callers = ConcurrentHashMap.newKeySet();

        Control() {
            super(1, new DiscardPolicy());
        }

        @Override
        public void execute(Runnable task) {
            if (Thread.currentThread().isVirtual()) {
                callers.add(Thread.currentThread());
            }
            super.execute(task);
        }
    }

    LivingPool(PoolSettings settings) {
        this(settings, Map.of());
    }

    /** @param kept of sources, by pool */
    LivingPool(PoolSettings settings, Map<String, LastList> kept) {
        context.kept.putAll(kept);
        discovery = settings.discovery;
        checks = settings.checks;
        pool = new Pool(settings.poolConfig(), Optional.empty(), 2, control, context);
        pool.start();
    }

    /** A backend that is known by a letter. */
    static BackendSpec spec(String id) {
        return spec(id, 1, 1, 0);
    }

    static BackendSpec spec(String id, int weight, int priority, int maxConnections) {
        return new BackendSpec(id, new Address.Inet("127.0.0.1", 1000 + id.charAt(0)), weight, priority, maxConnections);
    }

    /** Discovery answers, and the answer is in force. */
    void finds(BackendSpec... backends) {
        discovery.answers(backends);
        settles();
    }

    /** Goes over to the configuration that these settings make. */
    void becomes(PoolSettings settings) {
        commits(pool.prepare(settings.poolConfig(), Optional.empty()));
    }

    void commits(PoolChange change) {
        onControl(() -> {
            change.commit();
            return null;
        });
    }

    void administers(String backend, AdminState state) {
        onControl(() -> pool.administer(backend, new AdminStatus(state, "", "test", Instant.EPOCH)).orElseThrow());
    }

    /** Has a backend checked, and waits until the result has counted. */
    void checkNow(String backend) {
        try {
            onControl(() -> pool.checkNow(backend).orElseThrow()).get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException failure) {
            throw new AssertionError(failure);
        }
    }

    void settles() {
        discovery.settles();
        onControl(() -> null);
    }

    PoolBackend backend(String id) {
        return pool.members().all().stream().filter(backend -> backend.id().equals(id)).findFirst().orElseThrow();
    }

    List<String> all() {
        return pool.members().all().stream().map(PoolBackend::id).toList();
    }

    /** Those that clients get, in the order in which one client would try them. */
    List<String> serving() {
        Members members = pool.members();
        List<PoolBackend> tried = new ArrayList<>();
        for (Lease lease = members.lease(Client.local(), tried); lease != null; lease = members.lease(Client.local(), tried)) {
            tried.add(lease.backend());
            lease.close();
        }
        return tried.stream().map(PoolBackend::id).toList();
    }

    void serves(String... ids) {
        Eventually.until("clients get " + List.of(ids), () -> serving().equals(List.of(ids)));
    }

    /** Hands the control thread a task and does not wait for it. */
    void laterOnControl(Callable<?> task) {
        control.submit(task);
    }

    /** The same, with its result. */
    <T> Future<T> control(Callable<T> task) {
        return control.submit(task);
    }

    /** Hands the control thread a task and waits for it. */
    <T> T onControl(Callable<T> task) {
        try {
            return control.submit(task).get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Those that have handed something to the control thread so far. */
    Set<Thread> threads() {
        return Set.copyOf(control.callers);
    }

    /** Closes the pool, then stops its control thread. Idempotent. */
    void stop() {
        if (!control.isShutdown()) {
            onControl(() -> {
                pool.close();
                return null;
            });
            control.shutdown();
            context.checkTimer().close();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
