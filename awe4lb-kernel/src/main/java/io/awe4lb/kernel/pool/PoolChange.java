package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.net.ConnectOptions;
import java.util.concurrent.CompletableFuture;

/**
 * Another configuration of a living pool, made and not in force yet. A new discovery is asked already, so that its answer comes into force
 * together with the rest.
 */
public final class PoolChange {

    private final Pool pool;
    private final PoolParts last;
    private final PoolParts next;

    PoolChange(Pool pool, PoolParts last, PoolParts next) {
        this.pool = pool;
        this.last = last;
        this.next = next;
        if (isNewDiscovery()) {
            next.discovering().start();
        }
    }

    /**
     * What is waited for.
     *
     * @return completed when the discovery has answered; never fails
     */
    public CompletableFuture<Void> ready() {
        return isNewDiscovery() ? next.discovering().answered() : CompletableFuture.completedFuture(null);
    }

    /**
     * How backends will be connected to.
     *
     * @return to be checked before the commit
     */
    public ConnectOptions connectOptions() {
        return next.connectOptions();
    }

    /** Brings it into force. On the control thread. */
    public void commit() {
        pool.change(next);
    }

    /** Drops it. Any thread. */
    public void abandon() {
        if (isNewDiscovery()) {
            next.discovering().close();
        }
    }

    private boolean isNewDiscovery() {
        return next.discovering() != last.discovering();
    }
}
