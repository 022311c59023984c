package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.DiscoveryConfig.OnFailure;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.config.PoolConfig.OnDown;
import io.awe4lb.kernel.net.ConnectOptions;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Strategy;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named set of backends with one strategy, one discovery and one health check. Made, started, changed and closed on the control thread;
 * loops read {@link #members()}.
 */
public final class Pool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

    private final PoolConfig config;
    private final int loops;
    private final ScheduledExecutorService control;
    private final Consumer<PoolBackend> closeConnections;
    private final ConnectOptions connectOptions;
    private final Strategy strategy;
    private final Optional<HealthCheck> healthCheck;
    private final Discovering discovering;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    /** By id, in the order of discovery. On the control thread. */
    private Map<String, Watched> watched = new LinkedHashMap<>();
    private volatile Members members;
    /** Answers may still be on their way when the pool is closed. On the control thread. */
    private boolean closed;

    /**
     * Makes the pool with what its providers make.
     *
     * @param config validated
     * @param loops number of event loops
     * @param control the control thread
     * @param closeConnections closes the live connections of a backend; called on the control thread
     * @throws IllegalArgumentException with a provider's sentence, if it refuses its options
     */
    public Pool(PoolConfig config, int loops, ScheduledExecutorService control, Consumer<PoolBackend> closeConnections) {
        this.config = config;
        this.loops = loops;
        this.control = control;
        this.closeConnections = closeConnections;
        this.connectOptions = SocketSettings.of(config.connect());
        this.strategy = config.strategy().provider().create(config.strategy().options());
        this.healthCheck = config.healthCheck().map(check -> check.check().provider().create(check.check().options()));
        Discovery discovery = config.discovery().source().provider().create(config.discovery().source().options());
        this.discovering = new Discovering(config.id(), config.discovery(), discovery, answer -> onControl(() -> onAnswer(answer)));
        this.members = Members.of(List.of(), strategy);
    }

    /**
     * The configuration it was made of.
     *
     * @return unchanging
     */
    public PoolConfig config() {
        return config;
    }

    /**
     * Who is in it now. Any thread.
     *
     * @return replaced as a whole when anything changes
     */
    public Members members() {
        return members;
    }

    /**
     * How its backends are connected to. Any thread.
     *
     * @return the same one always: it knows which source address is next
     */
    public ConnectOptions connectOptions() {
        return connectOptions;
    }

    /** Begins to discover, to check and to resolve. */
    public void start() {
        discovering.start();
    }

    /**
     * Completes when the first answer of discovery is in force, or has failed, and every name was looked up once.
     *
     * @return never fails
     */
    public CompletableFuture<Void> ready() {
        return ready;
    }

    @Override
    public void close() {
        closed = true;
        discovering.close();
        watched.values().forEach(Watched::close);
        ready.complete(null);
    }

    /** Called by loops, through the backend. */
    void connectFailed(PoolBackend backend, String sentence) {
        onControl(() -> {
            Watched current = watched.get(backend.id());
            if (current != null && current.backend() == backend) {
                onConnectFailed(current, sentence);
            }
        });
    }

    private void onAnswer(Discovering.Answer answer) {
        if (closed) {
            return;
        }
        switch (answer) {
            case Discovering.Answer.Found(var backends) -> onFound(backends);
            case Discovering.Answer.NotFound(var sentence) -> onNotFound(sentence);
        }
        CompletableFuture.allOf(watched.values().stream().map(Watched::resolved).toArray(CompletableFuture[]::new))
                .whenComplete((_, _) -> ready.complete(null));
    }

    private void onNotFound(String sentence) {
        boolean keep = config.discovery().onFailure() == OnFailure.KEEP_LAST;
        LOG.warn("pool {}: discovery failed: {}; {}", config.id(), sentence,
                keep ? "it keeps what it has, backends: %d".formatted(watched.size()) : "it is empty now, as onFailure says");
        if (!keep) {
            onFound(List.of());
        }
    }

    private void onFound(List<BackendSpec> specs) {
        var before = watched;
        var after = new LinkedHashMap<String, Watched>();
        for (BackendSpec spec : specs) {
            Watched known = before.get(spec.id());
            if (known != null && known.backend().spec().address().equals(spec.address())) {
                known.backend().update(spec);
                after.put(spec.id(), known);
            } else {
                after.put(spec.id(), watch(spec));
            }
        }
        before.values().stream().filter(old -> after.get(old.backend().id()) != old).forEach(Watched::close);
        watched = after;
        swapMembers();
    }

    private Watched watch(BackendSpec spec) {
        Watched watched = new Watched(this, spec, config, healthCheck, loops);
        watched.start();
        return watched;
    }

    /** Called by a watched backend on a thread of its own. */
    void onControl(Runnable task) {
        control.execute(task);
    }

    void onCheck(Watched target, CheckResult result) {
        PoolBackend backend = target.backend();
        if (watched.get(backend.id()) != target) {
            return;
        }
        Health before = backend.health();
        Health after = target.count(result);
        backend.update(after);
        if (before.status() != after.status()) {
            LOG.info("pool {}, backend {}: {} (was {}): {}", config.id(), backend, after.status().word(), before.status().word(),
                    after.sentence());
        }
        if (before.serves() != after.serves()) {
            swapMembers();
            if (!after.serves() && config.onDown() == OnDown.CLOSE) {
                closeConnections.accept(backend);
            }
        }
    }

    void onResolved(Watched target, Runnable update) {
        if (watched.get(target.backend().id()) == target) {
            boolean served = target.backend().serves();
            update.run();
            if (served != target.backend().serves()) {
                swapMembers();
            }
        }
    }

    private void onConnectFailed(Watched target, String sentence) {
        PoolBackend backend = target.backend();
        if (backend.isEjected() || !target.countsAsEjected()) {
            return;
        }
        LOG.warn("pool {}, backend {}: no new connections for {} ms: {}", config.id(), backend,
                config.passiveHealth().ejection().toMillis(), sentence);
        backend.eject(true);
        swapMembers();
        control.schedule(() -> endEjection(target), config.passiveHealth().ejection().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void endEjection(Watched target) {
        target.backend().eject(false);
        if (watched.get(target.backend().id()) == target) {
            LOG.info("pool {}, backend {}: new connections again after ejection", config.id(), target.backend());
            swapMembers();
        }
    }

    private void swapMembers() {
        members = Members.of(watched.values().stream().map(Watched::backend).toList(), strategy);
    }

    InstantSource clock() {
        return InstantSource.system();
    }
}
