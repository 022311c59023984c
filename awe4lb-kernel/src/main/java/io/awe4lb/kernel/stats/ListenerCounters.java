package io.awe4lb.kernel.stats;

import io.awe4lb.spi.EndReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one loop counted for one listener. Written by that loop alone. */
public final class ListenerCounters {

    private static final EndReason[] REASONS = EndReason.values();

    private long accepted;
    private long bytesIn;
    private long bytesOut;
    private final Durations lasted = new Durations(Buckets.SESSION);
    private final Durations connects = new Durations(Buckets.CONNECT);
    private final long[] closed = new long[REASONS.length];
    /** Made with the first one: most listeners have none. */
    private long @Nullable [] dryRuns;

    private final DatagramCounters datagrams = new DatagramCounters();
    /** Made with the first one: most listeners have none. */
    private @Nullable HandshakeCounters handshakes;

    /** A connection came. On the loop. */
    public void accepted() {
        accepted++;
    }

    /**
     * A connection ended. On the loop.
     *
     * @param reason why
     */
    public void closed(EndReason reason) {
        closed[reason.ordinal()]++;
    }

    /**
     * A connection came in that a limit would have turned away, were it more than counted. On the loop.
     *
     * @param reason for which
     */
    public void dryRun(EndReason reason) {
        long[] known = dryRuns;
        if (known == null) {
            known = new long[REASONS.length];
            dryRuns = known;
        }
        known[reason.ordinal()]++;
    }

    /**
     * How many came in that a limit would have turned away. Any thread.
     *
     * @param reason for which
     * @return since the start
     */
    public long dryRuns(EndReason reason) {
        long[] known = dryRuns;
        return known == null ? 0 : known[reason.ordinal()];
    }

    /**
     * How long one that ended has lasted. On the loop.
     *
     * @param nanos from accept to the end, by the loop's clock
     */
    public void lasted(long nanos) {
        lasted.add(nanos);
    }

    /**
     * How long those that ended have lasted. Any thread.
     *
     * @return written by the loop alone
     */
    public Durations durations() {
        return lasted;
    }

    /**
     * A client has got a backend. On the loop.
     *
     * @param nanos that the connect to it took, by the loop's clock
     */
    public void connected(long nanos) {
        connects.add(nanos);
    }

    /**
     * How long the connects to backends took that clients have got. Any thread.
     *
     * @return written by the loop alone
     */
    public Durations connects() {
        return connects;
    }

    /**
     * Bytes were passed on. On the loop.
     *
     * @param in from the client to the backend
     * @param out from the backend to the client
     */
    public void moved(long in, long out) {
        bytesIn += in;
        bytesOut += out;
    }

    /**
     * What is counted of datagrams.
     *
     * @return nothing ever where clients speak TCP
     */
    public DatagramCounters datagrams() {
        return datagrams;
    }

    /**
     * What is counted of TLS handshakes. On the loop.
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
     * What was counted of TLS handshakes. Any thread.
     *
     * @return empty if there was none yet
     */
    public Optional<HandshakeCounters> seenHandshakes() {
        return Optional.ofNullable(handshakes);
    }

    /** What rates are made of. Any thread. */
    Traffic traffic() {
        long errors = 0;
        for (EndReason reason : REASONS) {
            errors += Traffic.isError(reason) ? closed[reason.ordinal()] : 0;
        }
        return new Traffic(accepted, bytesIn, bytesOut, errors);
    }

    void addTo(ListenerStats.Sum sum) {
        sum.accepted += accepted;
        sum.bytesIn += bytesIn;
        sum.bytesOut += bytesOut;
        for (int i = 0; i < closed.length; i++) {
            sum.closed[i] += closed[i];
        }
    }
}
