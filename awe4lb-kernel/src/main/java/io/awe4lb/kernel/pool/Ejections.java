package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.PassiveHealthConfig;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The backends of a pool that clients have found unreachable or unreliable, and for how long each of them is to be out. No more are out at
 * a time than the configuration allows: the first ones stay out, the others go on serving until there is room. On the control thread.
 */
final class Ejections {

    private final Pool pool;
    /** Why, in the order in which they came. */
    private final Map<PoolBackend, Sentence> condemned = new LinkedHashMap<>();

    /** @param told when it is out */
    private record Sentence(String told) {}

    Ejections(Pool pool) {
        this.pool = pool;
    }

    /** From now on, for so long. Whether it gets new connections meanwhile is for {@link #settle} to say. */
    void begin(PoolBackend backend, Duration time, String why) {
        var sentence = new Sentence("no new connections for %d ms: %s".formatted(time.toMillis(), why));
        condemned.put(backend, sentence);
        pool.roster().swap();
        if (!backend.isEjected()) {
            tell(backend, Event.Severity.WARNING, "it goes on serving, because no more than %d %% of the pool may be ejected: %s".formatted(
                    config().maxEjectedPercent(), why));
        }
        pool.control().schedule(() -> end(backend, sentence), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void end(PoolBackend backend, Sentence sentence) {
        if (!condemned.remove(backend, sentence)) {
            return;
        }
        boolean wasOut = backend.isEjected();
        backend.eject(false);
        if (pool.has(backend)) {
            if (wasOut) {
                tell(backend, Event.Severity.INFO, "new connections again after ejection");
            }
            pool.roster().swap();
        }
    }

    /** Whether its time is not over. */
    boolean isCondemned(PoolBackend backend) {
        return condemned.containsKey(backend);
    }

    /**
     * Says who is out now.
     *
     * @param members of the pool; the share is one of those that could serve
     */
    void settle(List<PoolBackend> members) {
        if (condemned.isEmpty()) {
            return;
        }
        long able = members.stream().filter(PoolBackend::wouldServe).count();
        long room = able * config().maxEjectedPercent() / 100;
        for (Map.Entry<PoolBackend, Sentence> entry : condemned.entrySet()) {
            PoolBackend backend = entry.getKey();
            if (!pool.roster().has(backend)) {
                continue; // it may come back before its time is over
            }
            boolean counts = backend.wouldServe();
            eject(backend, !counts || room > 0, entry.getValue());
            room -= counts ? 1 : 0;
        }
    }

    private void eject(PoolBackend backend, boolean out, Sentence sentence) {
        if (backend.isEjected() == out) {
            return;
        }
        backend.eject(out);
        tell(backend, out ? Event.Severity.WARNING : Event.Severity.INFO, out ? sentence.told()
                : "new connections again: no more than %d %% of the pool may be ejected".formatted(config().maxEjectedPercent()));
    }

    private PassiveHealthConfig config() {
        return pool.config().passiveHealth();
    }

    private void tell(PoolBackend backend, Event.Severity severity, String message) {
        pool.context().tell(EventType.BACKEND_EJECTED, severity, Subject.backend(pool.id(), backend.id()), message);
    }
}
