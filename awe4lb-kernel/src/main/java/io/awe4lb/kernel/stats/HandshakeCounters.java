package io.awe4lb.kernel.stats;

import java.util.List;

/**
 * What one loop counted of the TLS handshakes of a listener, or of a backend. Written by that loop alone.
 */
public final class HandshakeCounters {

    /** The versions that are told apart. */
    public static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

    private final long[] full = new long[VERSIONS.size()];
    private final long[] resumed = new long[VERSIONS.size()];
    private long failed;
    private final Durations lasted = new Durations(Buckets.CONNECT);

    HandshakeCounters() {}

    /**
     * One is done. On the loop.
     *
     * @param version that was agreed, as Java names it
     * @param isResumed whether a session of before goes on
     * @param nanos that it took, by the loop's clock
     */
    public void done(String version, boolean isResumed, long nanos) {
        int index = VERSIONS.indexOf(version);
        if (index >= 0) {
            (isResumed ? resumed : full)[index]++;
        }
        lasted.add(nanos);
    }

    /** One came to nothing. On the loop. */
    public void failed() {
        failed++;
    }

    /** Any thread. */
    Durations durations() {
        return lasted;
    }

    long full(int version) {
        return full[version];
    }

    long resumed(int version) {
        return resumed[version];
    }

    long failures() {
        return failed;
    }
}
