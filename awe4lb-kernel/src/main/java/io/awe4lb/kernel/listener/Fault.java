package io.awe4lb.kernel.listener;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is done to some connections of a listener so that people see what their clients make of it. Connections that began before are left
 * alone; those that it has are as usual again when it is over.
 *
 * @param percent of new connections that have it, 1 to 100
 * @param latency that bytes wait in each direction, zero or more
 * @param jitter by which the wait is longer or shorter at random, up to the latency
 * @param bandwidth bytes a second in each direction; empty: as ever
 * @param blackhole whether nothing goes through
 * @param resetAfter from the connect to the backend, after which both sides see a reset; empty: never
 * @param limitData bytes to the client after which the connection is closed; empty: never
 * @param until when it is over
 * @param who wanted it
 */
public record Fault(int percent, Duration latency, Duration jitter, OptionalLong bandwidth, boolean blackhole,
        Optional<Duration> resetAfter,
        OptionalLong limitData, Instant until, String who) {}
