package io.awe4lb.kernel.stats;

import java.util.Collection;

/** The TLS handshakes that all loops counted for one listener or backend. Any thread. */
public final class HandshakeStats {

    private final Collection<HandshakeCounters> counters;

    private HandshakeStats(Collection<HandshakeCounters> counters) {
        this.counters = counters;
    }

    /**
     * Of loops.
     *
     * @param counters one a loop that has met with any
     * @return added up when it is asked
     */
    public static HandshakeStats of(Collection<HandshakeCounters> counters) {
        return new HandshakeStats(counters);
    }

    /**
     * Those that began a session.
     *
     * @param version one of {@link HandshakeCounters#VERSIONS}
     * @return since the start
     */
    public long full(String version) {
        int index = HandshakeCounters.VERSIONS.indexOf(version);
        return counters.stream().mapToLong(loop -> loop.full(index)).sum();
    }

    /**
     * Those that went on with a session of before.
     *
     * @param version one of {@link HandshakeCounters#VERSIONS}
     * @return since the start
     */
    public long resumed(String version) {
        int index = HandshakeCounters.VERSIONS.indexOf(version);
        return counters.stream().mapToLong(loop -> loop.resumed(index)).sum();
    }

    /**
     * Those that came to nothing.
     *
     * @return since the start
     */
    public long failed() {
        return counters.stream().mapToLong(HandshakeCounters::failures).sum();
    }

    /**
     * How long those that were done took.
     *
     * @return a sum
     */
    public DurationStats durations() {
        return DurationStats.of(Buckets.CONNECT, counters.stream().map(HandshakeCounters::durations));
    }
}
