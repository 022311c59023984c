package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.store.BackendOverride;
import io.awe4lb.kernel.store.LastList;
import io.awe4lb.spi.EndReason;
import java.util.Optional;

/** Around pools that are only tried out: nobody hears of them. */
public final class QuietContext implements PoolContext {

    private final CheckTimer checkTimer;

    /**
     * Makes one.
     *
     * @param checkTimer what gives health checks their turn
     */
    public QuietContext(CheckTimer checkTimer) {
        this.checkTimer = checkTimer;
    }

    @Override
    public CheckTimer checkTimer() {
        return checkTimer;
    }

    @Override
    public void closeConnections(String pool, PoolBackend backend, EndReason reason) {
        // it has none
    }

    @Override
    public void left(Pool pool, PoolBackend backend) {
        // without connections
    }

    @Override
    public BackendOverride override(String pool, String backend) {
        return BackendOverride.NONE;
    }

    @Override
    public void known(Pool pool) {
        // it will not be in force
    }

    @Override
    public Optional<LastList> lastList(String pool) {
        return Optional.empty();
    }

    @Override
    public void keep(String pool, LastList list) {
        // it may not be in force
    }

    @Override
    public void tell(EventType type, Event.Severity severity, Subject subject, String message) {
        // whoever tries it out is told by the result
    }
}
