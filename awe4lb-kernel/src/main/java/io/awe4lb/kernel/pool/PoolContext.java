package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.store.BackendOverride;
import io.awe4lb.kernel.store.LastList;
import io.awe4lb.spi.EndReason;
import java.util.Optional;

/** The balancer around a pool, as the pool needs it. Called on the control thread; must not block. */
public interface PoolContext {

    /**
     * What gives health checks their turn.
     *
     * @return the same one for all pools; closed after them
     */
    CheckTimer checkTimer();

    /**
     * Closes the live connections of a backend.
     *
     * @param pool id of its pool
     * @param backend whose
     * @param reason why
     */
    void closeConnections(String pool, PoolBackend backend, EndReason reason);

    /**
     * A backend is no member any more; connections to it may live, and it may come back as the same.
     *
     * @param pool that it left
     * @param backend that is out
     */
    void left(Pool pool, PoolBackend backend);

    /**
     * What was said at run time of a backend that comes.
     *
     * @param pool id
     * @param backend id
     * @return nothing for most
     */
    BackendOverride override(String pool, String backend);

    /**
     * Discovery has answered: what was said at run time of those that are no members is forgotten, if the pool is in force.
     *
     * @param pool whose members are known
     */
    void known(Pool pool);

    /**
     * What the source of a pool told an earlier process, or this one. May block on the disk: called where a pool is made.
     *
     * @param pool id
     * @return empty if nothing is kept
     */
    Optional<LastList> lastList(String pool);

    /**
     * Keeps what the source of a pool tells, for a start while it is down.
     *
     * @param pool id
     * @param list all of it
     */
    void keep(String pool, LastList list);

    /**
     * Something happened that an operator wants to know: for the log and the events.
     *
     * @param type what
     * @param severity how bad
     * @param subject the pool or one of its backends
     * @param message a sentence
     */
    void tell(EventType type, Event.Severity severity, Subject subject, String message);
}
