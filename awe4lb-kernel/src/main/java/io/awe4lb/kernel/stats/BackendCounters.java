package io.awe4lb.kernel.stats;

import io.awe4lb.spi.EndReason;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one loop counted for one backend. Written by that loop alone. */
public final class BackendCounters {

    private long connections;
    private long retries;
    private long bytesIn;
    private long bytesOut;
    /** Made with the first connection: most backends of many do not meet every loop. */
    private @Nullable Durations connects;
    /** Likewise. */
    private @Nullable HandshakeCounters handshakes;
    private final long[] connectErrors = new long[EndReason.values().length];

    /**
     * A connect has succeeded. On the loop.
     *
     * @param nanos that it took, by the loop's clock
     */
    public void connected(long nanos) {
        connections++;
        Durations durations = connects;
        if (durations == null) {
            durations = new Durations(Buckets.CONNECT);
            connects = durations;
        }
        durations.add(nanos);
    }

    /** A session has begun: nothing tells whether anybody is there. On the loop. */
    public void opened() {
        connections++;
    }

    /**
     * How long connects that succeeded took. Any thread.
     *
     * @return written by the loop alone; empty if there was none yet
     */
    public Optional<Durations> durations() {
        return Optional.ofNullable(connects);
    }

    /**
     * A connect has failed. On the loop.
     *
     * @param reason backend_refused, backend_connect_timeout, backend_tls_failed or resource_exhausted
     */
    public void connectFailed(EndReason reason) {
        connectErrors[reason.ordinal()]++;
    }

    /** A client that had asked this backend in vain was given to another one. On the loop. */
    public void retried() {
        retries++;
    }

    /**
     * Bytes were passed on. On the loop.
     *
     * @param in from clients to this backend
     * @param out from this backend to clients
     */
    public void moved(long in, long out) {
        bytesIn += in;
        bytesOut += out;
    }

    /**
     * Bytes that were passed on in both directions. Any thread.
     *
     * @return so far
     */
    public long bytes() {
        return bytesIn + bytesOut;
    }

    /**
     * What is counted of TLS handshakes with it. On the loop.
     *
     * @return made when it is asked for first
     */
    public HandshakeCounters handshakes() {
        HandshakeCounters known = handshakes;
        if (known == null) {
            known = new HandshakeCounters();
            handshakes = known;
        }
        return known;
    }

    /**
     * What was counted of TLS handshakes with it. Any thread.
     *
     * @return empty if there was none yet
     */
    public Optional<HandshakeCounters> seenHandshakes() {
        return Optional.ofNullable(handshakes);
    }

    /** What rates are made of. Any thread. */
    Traffic traffic() {
        return new Traffic(connections, bytesIn, bytesOut, Arrays.stream(connectErrors).sum());
    }

    void addTo(BackendStats.Sum sum) {
        sum.connections += connections;
        sum.retries += retries;
        sum.bytesIn += bytesIn;
        sum.bytesOut += bytesOut;
        for (int i = 0; i < connectErrors.length; i++) {
            sum.connectErrors[i] += connectErrors[i];
        }
    }
}
