package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.accesslog.LogEntry;
import io.awe4lb.kernel.accesslog.LogPlan;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.ConnectionRecord.End;
import io.awe4lb.spi.ConnectionRecord.Event;
import io.awe4lb.spi.ConnectionRecord.Timings;
import io.awe4lb.spi.ConnectionRecord.Tls;
import io.awe4lb.spi.ConnectionRecord.Udp;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.EndSide;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connection or session leaves to the log when it ends, or so far. Made on the loop and as small as possible: the flow itself, with
 * its sockets, is not held by what waits to be written.
 */
public final class EndedFlow implements LogEntry {

    /** A time that did not come. */
    public static final long NEVER = -1;

    /**
     * What was measured of it. Times are nanoseconds, {@link #NEVER} for those that did not come.
     *
     * @param secured from its begin to the end of the client's TLS handshake
     * @param queued from there, or from its begin, to the first question to a backend
     * @param connecting from there to the answer of one
     * @param firstByte from there to the backend's first byte
     * @param bytesIn passed on from the client
     * @param bytesOut passed on to the client
     * @param firstEnd who has ended in order, the first of both; null where nobody has
     * @param tls what is known of the client's TLS handshake; null where nobody looked
     * @param datagrams of a session; null for a connection
     */
    public record Measures(long secured, long queued, long connecting, long firstByte, long bytesIn, long bytesOut,
            @Nullable EndSide firstEnd,
            @Nullable Tls tls, @Nullable Udp datagrams) {}

    private final LogPlan plan;
    private final Listener listener;
    private final @Nullable Pool pool;
    private final Client source;
    private final Client client;
    private final String uniqueId;
    private final long id;
    private final List<PoolBackend> tried;
    private final @Nullable PoolBackend asked;
    private final @Nullable EndReason reason;
    private final long time;
    private final long total;
    private final Measures measures;

    /**
     * On the loop.
     *
     * @param plan that wants it
     * @param flow as it is now, or was before it was closed
     * @param tried backends that were asked in vain, in order; not changed any more
     * @param asked the backend that serves or was asked last; null if there was none
     * @param reason of the end; null: it lives
     * @param measures of it
     */
    public EndedFlow(LogPlan plan, Flow flow, List<PoolBackend> tried, @Nullable PoolBackend asked, @Nullable EndReason reason,
            Measures measures) {
        this.plan = plan;
        this.listener = flow.listener();
        this.pool = flow.pool();
        this.source = flow.source();
        this.client = flow.client();
        this.uniqueId = flow.uniqueId();
        this.id = flow.id();
        this.tried = tried;
        this.asked = asked;
        this.reason = reason;
        this.time = System.currentTimeMillis();
        this.total = flow.age();
        this.measures = measures;
    }

    @Override
    public LogPlan plan() {
        return plan;
    }

    @Override
    public long time() {
        return time;
    }

    @Override
    public ConnectionRecord record(IntSupplier liveConnections) {
        List<String> names = names();
        Optional<String> backend = names.isEmpty() ? Optional.empty() : Optional.of(names.getLast());
        Client from = shown(source);
        Client whose = client == source ? from : shown(client); // of one object a log makes one text
        return new ConnectionRecord(Instant.ofEpochMilli(time), id, reason == null ? Event.INTERIM : Event.END, listener.id(),
                listener.config().spoken(), from, whose, Optional.ofNullable(pool).map(Pool::id), backend,
                tls(), uniqueId.isEmpty() ? Optional.empty() : Optional.of(uniqueId), Optional.ofNullable(measures.datagrams), timings(),
                measures.bytesIn, measures.bytesOut, names, Optional.ofNullable(reason).map(this::end),
                new LiveNow(liveConnections, listener, Optional.ofNullable(pool), lastAsked(), reason == null ? 0 : 1));
    }

    private Client shown(Client known) {
        return plan.anonymizes() ? known.anonymous() : known;
    }

    private Optional<Tls> tls() {
        return Optional.ofNullable(measures.tls).map(tls -> plan.anonymizes() ? tls.anonymous() : tls);
    }

    private List<String> names() {
        if (tried.isEmpty()) {
            return asked == null ? List.of() : List.of(asked.id());
        }
        List<String> names = new ArrayList<>(tried.size() + 1);
        tried.forEach(backend -> names.add(backend.id()));
        if (asked != null) {
            names.add(asked.id());
        }
        return names;
    }

    private Optional<PoolBackend> lastAsked() {
        return Optional.ofNullable(asked).or(() -> tried.isEmpty() ? Optional.empty() : Optional.of(tried.getLast()));
    }

    private Timings timings() {
        return new Timings(time(measures.queued), time(measures.secured), time(measures.connecting), time(measures.firstByte),
                Duration.ofNanos(total));
    }

    private static Optional<Duration> time(long nanos) {
        return nanos == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    private End end(EndReason why) {
        return new End(why, why.side().or(() -> Optional.ofNullable(measures.firstEnd)).orElse(EndSide.CLIENT));
    }
}
