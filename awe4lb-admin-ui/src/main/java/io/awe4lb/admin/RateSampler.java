package io.awe4lb.admin;

import io.awe4lb.admin.resources.Sampled;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.stats.DurationStats;
import io.awe4lb.kernel.stats.Gauges;
import io.awe4lb.kernel.stats.Latencies;
import io.awe4lb.kernel.stats.Latency;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.stats.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples the counters each second, on a virtual thread of its own, while somebody can ask for rates: while management is on. */
final class RateSampler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");
    private static final Duration EACH = Duration.ofSeconds(1);

    private final Balancer balancer;
    private final Sampled sampled = new Sampled();
    private @Nullable Thread thread;

    RateSampler(Balancer balancer) {
        this.balancer = balancer;
    }

    Sampled sampled() {
        return sampled;
    }

    /** From now on. Any thread; idempotent. */
    synchronized void begin() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("rates").start(this::run);
        }
    }

    private void run() {
        try {
            while (sample()) {
                Thread.sleep(EACH);
            }
        } catch (InterruptedException _) { // closed
            Thread.currentThread().interrupt();
        }
    }

    /** @return false when another thread samples, or none is to */
    private synchronized boolean sample() {
        if (thread != Thread.currentThread()) {
            return false;
        }
        try {
            sampled.latencies().sample(this::tellOfConnects);
            Map<Subject, Long> active = active();
            sampled.rates().sample(Instant.now(), System.nanoTime(), this::tell, subject -> gauges(subject, active));
        } catch (RuntimeException bug) {
            LOG.error("rates are not known, by a bug", bug);
        }
        return true;
    }

    private Gauges gauges(Subject subject, Map<Subject, Long> active) {
        Latency connects = sampled.latencies().now(subject);
        return new Gauges(active.getOrDefault(subject, 0L), connects.p50(), connects.p95());
    }

    /** Who is connected: of each listener and all of them, of each backend and its pool. */
    private Map<Subject, Long> active() {
        Map<Subject, Long> active = new HashMap<>();
        for (Listener listener : balancer.listeners()) {
            long clients = listener.stats().active();
            active.put(Subject.listener(listener.id()), clients);
            active.merge(Subject.NONE, clients, Long::sum);
        }
        for (Pool pool : balancer.pools()) {
            for (PoolBackend backend : pool.members().all()) {
                long connections = backend.activeConnections();
                active.put(Subject.backend(pool.id(), backend.id()), connections);
                active.merge(Subject.pool(pool.id()), connections, Long::sum);
            }
        }
        return active;
    }

    private void tell(BiConsumer<Subject, Traffic> each) {
        for (Listener listener : balancer.listeners()) {
            each.accept(Subject.listener(listener.id()), listener.traffic());
        }
        for (Pool pool : balancer.pools()) {
            for (PoolBackend backend : pool.members().all()) {
                each.accept(Subject.backend(pool.id(), backend.id()), backend.traffic());
            }
        }
    }

    private void tellOfConnects(Latencies.Taker each) {
        for (Listener listener : balancer.listeners()) {
            DurationStats connects = listener.connects();
            each.take(Subject.listener(listener.id()), connects.count(), () -> connects);
        }
        for (Pool pool : balancer.pools()) {
            for (PoolBackend backend : pool.members().all()) {
                each.take(Subject.backend(pool.id(), backend.id()), backend.traffic().connections(), backend::durations);
            }
        }
    }

    /** Forgets all, until it begins again. Any thread; idempotent. */
    @Override
    public synchronized void close() {
        Thread sampling = thread;
        thread = null;
        sampled.clear();
        if (sampling != null) {
            sampling.interrupt();
        }
    }
}
