package io.awe4lb.kernel.config;

import java.time.Duration;

/** What happens to live connections of a listener or a pool that a new configuration no longer has. */
public sealed interface RemovePolicy {

    /** They live until they end by themselves. */
    record Keep() implements RemovePolicy {}

    /**
     * They may end by themselves for a time and are closed then.
     *
     * @param atMost that time, 1 ms or more
     */
    record Drain(Duration atMost) implements RemovePolicy {}

    /** They are closed at once. */
    record Close() implements RemovePolicy {}
}
