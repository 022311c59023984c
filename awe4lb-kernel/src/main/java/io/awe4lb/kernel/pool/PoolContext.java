package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.EndReason;
import java.util.Set;

/** The balancer around a pool, as the pool needs it. Called on the control thread; must not block. */
public interface PoolContext {

    /**
     * Closes the live connections of a backend.
     *
     * @param backend whose
     * @param reason why
     */
    void closeConnections(PoolBackend backend, EndReason reason);

    /**
     * A backend is no member any more; connections to it may live.
     *
     * @param pool that it left
     * @param backend not coming back: one of the same id would be another one
     */
    void left(Pool pool, PoolBackend backend);

    /**
     * What was said at run time of a backend that comes.
     *
     * @param pool id
     * @param backend id
     * @return nothing for most
     */
    Overridden overridden(String pool, String backend);

    /**
     * Discovery has answered: what was said at run time of other backends is forgotten with them.
     *
     * @param pool id
     * @param backends ids of all of its backends
     */
    void known(String pool, Set<String> backends);

    /**
     * Something happened that an operator wants to know.
     *
     * @param type what
     * @param severity how bad
     * @param subject the pool or one of its backends
     * @param message a sentence
     */
    void tell(EventType type, Event.Severity severity, Subject subject, String message);
}
