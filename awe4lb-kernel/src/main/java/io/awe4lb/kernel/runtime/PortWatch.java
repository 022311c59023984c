package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.pool.PortNews;
import io.awe4lb.kernel.pool.SourcePorts;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns before the local ports towards a backend run out: once for each backend, until there is room again. */
final class PortWatch implements AutoCloseable {

    /** From one look to the next. */
    static final Duration EACH = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(PortWatch.class);

    private final Supplier<Collection<Pool>> pools;
    private final IntSupplier range;
    private final Events events;
    private final PortNews news = new PortNews();
    private final Repeating looks;

    /** @param range ports that the system chooses from */
    PortWatch(Supplier<Collection<Pool>> pools, IntSupplier range, Events events, Duration each) {
        this.pools = pools;
        this.range = range;
        this.events = events;
        this.looks = new Repeating("ports", each, this::look);
    }

    private void look() {
        int ports = range.getAsInt();
        Set<PoolBackend> members = new HashSet<>();
        for (Pool pool : pools.get()) {
            for (PoolBackend backend : pool.members().all()) {
                members.add(backend);
                SourcePorts.limit(pool.config().connect(), backend, ports)
                        .ifPresent(limit -> news.look(backend, limit).ifPresent(sentence -> tell(pool, backend, sentence)));
            }
        }
        news.retain(members);
    }

    private void tell(Pool pool, PoolBackend backend, String sentence) {
        LOG.warn("pool {}, backend {}: {}", pool.id(), backend.id(), sentence);
        events.publish(EventType.RESOURCES, Event.Severity.WARNING, Subject.backend(pool.id(), backend.id()), "", sentence);
    }

    @Override
    public void close() {
        looks.close();
    }
}
