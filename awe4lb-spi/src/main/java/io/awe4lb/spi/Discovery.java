package io.awe4lb.spi;

import java.time.Duration;

/** Tells which backends a pool has. Each runs on virtual threads of its own, one call at a time. */
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

    /**
     * Waits until the source may say something else than before. Called after each {@link #discover()} that has returned, on the same thread
     * or another, in the place of a pause; then the source is asked again. For a source that tells its changes, by a long poll or a watch;
     * without it, changes are seen when the pause is over.
     *
     * <p>What goes wrong here is told to nobody: return, and let {@link #discover()} find out. Who returns early is asked at once, though not
     * more than ten times in a second; so return early for a reason only, and not for the same trouble again and again.
     *
     * @param pause longest time to wait; who is later than that by the option {@code timeout}, or by a
     *     second if that is longer, is interrupted and has failed
     * @throws InterruptedException when interrupted: leave at once
     */
    default void awaitChange(Duration pause) throws InterruptedException {
        Thread.sleep(pause);
    }

    /** Gives back what was opened. Called once, after the last call of the others has returned. */
    @Override
    default void close() {}
}
