package io.awe4lb.kernel.config;

import java.time.Duration;

/** What becomes of a client that is one too many. */
public sealed interface OnLimit {

    /** Its connection is closed. */
    record Close() implements OnLimit {}

    /** Its connection is reset. */
    record Reset() implements OnLimit {}

    /**
     * Where every backend that serves has its {@code maxConnections}, it waits for one of them, behind those who wait already; whatever else
     * it is too many of, it is closed.
     *
     * @param atMost how long
     */
    record Queue(Duration atMost) implements OnLimit {}

    /** It comes in, and is counted. */
    record DryRun() implements OnLimit {}
}
