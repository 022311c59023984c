package io.awe4lb.spi;

/** Tells which backends a pool has. Each runs on a virtual thread of its own, one call at a time. */
public interface Discovery extends AutoCloseable {

    /**
     * Asks the source for its current backends. May block, also for long polling; is interrupted when the pool goes.
     *
     * @return every current backend, ids unique; an empty list only when the source said that there are none
     * @throws DiscoveryException with a sentence when the source could not be asked or its answer not be understood: the pool keeps the
     *     backends that it has
     * @throws InterruptedException when interrupted: leave at once
     */
    Discovered discover() throws DiscoveryException, InterruptedException;

    /** Gives back what was opened. Called once, after the last {@link #discover()} has returned. */
    @Override
    default void close() {}
}
