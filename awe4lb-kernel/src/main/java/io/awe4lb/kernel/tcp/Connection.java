package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.accesslog.LogPlan;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.TcpInfo;
import io.awe4lb.kernel.net.Timer;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.ListenerCounters;
import io.awe4lb.kernel.stats.PathInfo;
import io.awe4lb.kernel.stats.Seldom;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's TCP connection, from accept to its single end. Lives on the loop that accepted it; not thread safe.
 *
 * <pre>
 *    accepted ──▶ Connecting ──▶ Relaying ──▶ Closed(reason)
 *                  │    └─▲ retry                ▲
 *                  └─────────────────────────────┘
 * </pre>
 *
 * It is its own timer and its own link in the loop's list, so that an idle connection holds neither. The timer means what the phase says:
 * a connect that takes too long, or a relay that is idle.
 */
final class Connection extends Timer {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    /** A plugin that fails with every connection fails once in the log. */
    private static final Seldom BUGS = new Seldom(Duration.ofSeconds(10));

    private final TcpLoop owner;
    private final Listener listener;
    private final Socket socket;
    private final Client client;
    private final long id;
    private final long acceptedAt;
    private Phase phase;
    /** Backends that were asked in vain, in order. */
    private List<PoolBackend> tried = List.of();
    /** Nanoseconds from accept to the first question to a backend, and from there to the answer of one. */
    private long queued = EndedConnection.NEVER;

    private long connecting = EndedConnection.NEVER;

    /** Neighbours in the loop's list of live connections. */
    @Nullable Connection newer;

    @Nullable Connection older;

    Connection(TcpLoop owner, Listener listener, Socket socket, Client client, long id) {
        this.owner = owner;
        this.listener = listener;
        this.socket = socket;
        this.client = client;
        this.id = id;
        this.acceptedAt = owner.loop().now();
        this.phase = new Connecting(this);
    }

    /** Begins to connect to a backend. Once, after the connection was put into the loop's list. */
    void open() {
        listener.counters(owner.index()).accepted();
        guarded(this::begin);
    }

    private void begin() {
        Connecting connecting = new Connecting(this);
        phase = connecting;
        try {
            owner.loop().attach(socket, connecting);
        } catch (IOException _) { // the poller has no memory for it
            close(EndReason.RESOURCE_EXHAUSTED);
            return;
        }
        connecting.begin();
    }

    /** A backend is asked: the first one, or another one. */
    void asked() {
        if (queued == EndedConnection.NEVER) {
            queued = age();
        }
    }

    /** The backend that was asked does not take it. */
    void refusedBy(PoolBackend backend) {
        List<PoolBackend> longer = new ArrayList<>(tried);
        longer.add(backend);
        tried = longer;
    }

    /** Connecting → relaying. */
    void connected(Socket backendSocket, Lease lease) {
        connecting = age() - queued;
        owner.loop().timers().cancel(this);
        Relaying relaying = new Relaying(this, backendSocket, lease);
        phase = relaying;
        relaying.begin();
    }

    /** The only way out; idempotent. */
    void close(EndReason reason) {
        if (phase instanceof Closed) {
            return;
        }
        Phase last = phase;
        PoolBackend asked = last.backend();
        phase = new Closed(reason);
        owner.loop().timers().cancel(this);
        owner.remove(this);
        last.release(reason);
        if (reason == EndReason.BACKEND_RESET || reason == EndReason.INTERNAL_ERROR) {
            socket.reset();
        } else {
            socket.close();
        }
        ListenerCounters counters = listener.counters(owner.index());
        counters.closed(reason);
        counters.lasted(age());
        log(last, asked, reason);
    }

    private void log(Phase last, @Nullable PoolBackend asked, EndReason reason) {
        LogPlan plan = listener.log().plan();
        if (plan.wantsEnd(owner.index(), reason, tried.size() + (asked == null ? 0 : 1))) {
            plan.write(owner.index(), new EndedConnection(plan, this, last, asked, reason));
        }
    }

    /** The log wants to hear of it at other times. */
    void onLogChanged() {
        guarded(phase::onLogChanged);
    }

    /** Says what there is so far. */
    void logInterim() {
        LogPlan plan = listener.log().plan();
        plan.write(owner.index(), new EndedConnection(plan, this, phase, phase.backend(), null));
    }

    boolean isClosed() {
        return phase instanceof Closed;
    }

    /** Ends with {@code internal_error} instead of throwing: a bug costs this one connection, and never the loop. */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error bug) {
            onBug(bug);
        }
    }

    void onBug(Throwable bug) {
        BUGS.due(owner.loop().now()).ifPresent(others -> tell(bug, others));
        close(EndReason.INTERNAL_ERROR);
    }

    private void tell(Throwable bug, long others) {
        String pool = listener.pool().config().id();
        String before = others == 0 ? "" : ", and before it " + others + " without a line";
        LOG.error("listener {}, pool {}: a connection from {} ended by a bug{}", listener.id(), pool, client, before, bug);
        owner.events().publish(EventType.INTERNAL_ERROR, Event.Severity.ERROR, new Subject(listener.id(), pool, ""), "",
                "a connection ended by a bug (%s)%s; the log has its stack".formatted(bug.getClass().getName(), before));
    }

    @Override
    protected void onTimeout() {
        guarded(phase::onTimeout);
    }

    TcpLoop owner() {
        return owner;
    }

    Listener listener() {
        return listener;
    }

    Socket socket() {
        return socket;
    }

    Client client() {
        return client;
    }

    long id() {
        return id;
    }

    List<PoolBackend> tried() {
        return tried;
    }

    /** Nanoseconds since it was accepted, by the loop's clock. */
    long age() {
        return owner.loop().now() - acceptedAt;
    }

    /** Nanoseconds from accept to the first question to a backend; {@link EndedConnection#NEVER} if there was none. */
    long queued() {
        return queued;
    }

    /** Nanoseconds from there to the answer of one; {@link EndedConnection#NEVER} if there was none. */
    long connecting() {
        return connecting;
    }

    @Nullable PoolBackend backend() {
        return phase.backend();
    }

    /** With what the system says of the paths: a call of it a side. */
    ConnectionInfo info() {
        return info(socket.tcpInfo(), phase.backendSocket().flatMap(Socket::tcpInfo));
    }

    /** Without the paths: the system is not asked. */
    ConnectionInfo infoWithoutPaths() {
        return info(Optional.empty(), Optional.empty());
    }

    private ConnectionInfo info(Optional<TcpInfo> toClient, Optional<TcpInfo> toBackend) {
        PoolBackend backend = phase.backend();
        Duration age = Duration.ofNanos(System.nanoTime() - acceptedAt);
        return new ConnectionInfo(id, client.toString(), listener.id(), listener.pool().config().id(), backend == null ? "" : backend.id(),
                phase.word(), age, phase.bytesIn(), phase.bytesOut(), toClient.map(Connection::path), toBackend.map(Connection::path));
    }

    private static PathInfo path(TcpInfo tcp) {
        return new PathInfo(tcp.rtt(), tcp.rttVariation(), tcp.retransmits(), tcp.unacknowledged(), tcp.congestionWindow(), tcp.unsent(),
                tcp.deliveryRate());
    }
}
