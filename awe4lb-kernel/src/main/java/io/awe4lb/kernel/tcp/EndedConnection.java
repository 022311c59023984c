package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.accesslog.LogEntry;
import io.awe4lb.kernel.accesslog.LogPlan;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.ConnectionRecord.End;
import io.awe4lb.spi.ConnectionRecord.Event;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.awe4lb.spi.ConnectionRecord.Timings;
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
 * What a connection leaves to the log when it ends, or so far. Made on the loop and as small as possible: the connection itself, with its
 * sockets, is not held by what waits to be written.
 */
final class EndedConnection implements LogEntry {

    /** A time that did not come. */
    static final long NEVER = -1;

    private final LogPlan plan;
    private final Listener listener;
    private final Client client;
    private final long id;
    private final List<PoolBackend> tried;
    private final @Nullable PoolBackend asked;
    private final @Nullable EndReason reason;
    private final @Nullable EndSide firstEnd;
    private final long time;
    private final long queued;
    private final long connecting;
    private final long firstByte;
    private final long total;
    private final long bytesIn;
    private final long bytesOut;

    /**
     * On the loop.
     *
     * @param plan that wants it
     * @param connection as it is now
     * @param last the phase that it is in, or was in before it was closed
     * @param asked the backend of that phase, if there was one
     * @param reason of the end; null: it lives
     */
    EndedConnection(LogPlan plan, Connection connection, Phase last, @Nullable PoolBackend asked, @Nullable EndReason reason) {
        this.plan = plan;
        this.listener = connection.listener();
        this.client = connection.client();
        this.id = connection.id();
        this.tried = connection.tried();
        this.asked = asked;
        this.reason = reason;
        this.firstEnd = last.firstEnd();
        this.time = System.currentTimeMillis();
        this.queued = connection.queued();
        this.connecting = connection.connecting();
        this.firstByte = last.firstByte();
        this.total = connection.age();
        this.bytesIn = last.bytesIn();
        this.bytesOut = last.bytesOut();
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
        Client shown = plan.anonymizes() ? client.anonymous() : client;
        return new ConnectionRecord(Instant.ofEpochMilli(time), id, reason == null ? Event.INTERIM : Event.END, listener.id(),
                Protocol.TCP, shown, shown, listener.pool().config().id(), backend, Optional.empty(), Optional.empty(), timings(), bytesIn,
                bytesOut, names, Optional.ofNullable(reason).map(this::end),
                new LiveNow(liveConnections, listener, lastAsked(), reason == null ? 0 : 1));
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
        return new Timings(time(queued), Optional.empty(), time(connecting), time(firstByte), Duration.ofNanos(total));
    }

    private static Optional<Duration> time(long nanos) {
        return nanos == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    private End end(EndReason why) {
        return new End(why, why.side().or(() -> Optional.ofNullable(firstEnd)).orElse(EndSide.CLIENT));
    }
}
