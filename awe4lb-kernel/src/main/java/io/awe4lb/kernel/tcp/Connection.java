package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.accesslog.LogPlan;
import io.awe4lb.kernel.admission.Admission;
import io.awe4lb.kernel.listener.EndedFlow;
import io.awe4lb.kernel.listener.Fault;
import io.awe4lb.kernel.listener.Flow;
import io.awe4lb.kernel.listener.Introduction;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.net.TcpInfo;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.ListenerCounters;
import io.awe4lb.kernel.stats.PathInfo;
import io.awe4lb.kernel.tls.Engines.Engine;
import io.awe4lb.kernel.tls.TlsSocket;
import io.awe4lb.kernel.wire.Alert;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.ProxyProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
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
 *    Accepted ──▶ Introducing ──▶ Identifying ──▶ Handshaking ──▶ Connecting ──▶ Relaying ──▶ Closed(reason)
 *        │             │               └──────────────┼─────────────▲│ └─▲ retry                ▲
 *        └─────────────┴──────────────────────────────┴──────────────┴───────────────────────────┘
 * </pre>
 *
 * Up to Connecting, {@link Reception} says what is next. It is introduced where a proxy before this one says whose it is, and identified where TLS ends here, or a route or a strategy has to know
 * what the client says first. Before that it is {@link Challenged} while an authority is awaited that asks by HTTP, and {@link Peeking} where
 * a route asks what it speaks. An authority that wants to see a certificate ends with the handshake. Its timer means what the phase says:
 * first bytes that do not come, a connect that takes too long, a line in
 * which too many wait, or a relay that is idle. Where every backend is full it is {@link Queued}, and connects when one has room.
 */
final class Connection extends Flow {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final TcpLoop owner;
    private final Listener listener;
    private final Reception reception;
    private Socket socket;
    private Phase phase = Accepted.ACCEPTED;
    /** Whether its socket is on the loop. */
    private boolean isAttached;
    /** Null until it was routed. */
    private @Nullable Pool pool;
    /** Backends that were asked in vain, in order. */
    private List<PoolBackend> tried = List.of();
    /** Nanoseconds from accept, or the end of the TLS handshake, to the first question to a backend, and to the answer of one. */
    private long queued = EndedFlow.NEVER;

    private long connecting = EndedFlow.NEVER;

    Connection(TcpLoop owner, Listener listener, Socket socket, Client client) {
        super(owner.flows(), client);
        this.owner = owner;
        this.listener = listener;
        this.socket = socket;
        this.reception = new Reception(this, listener);
    }

    /** Begins. Once, after the connection was put into the loop's list. */
    void open() {
        listener.counters(owner.index()).accepted();
        guarded(reception::begin);
    }

    /** More is known of the client. */
    void comesFrom(Client known) {
        client(known);
    }

    /** What the client has connected to, as the system says; null where it has gone before that was asked. */
    @Nullable Client ownEnd() {
        try {
            if (!isAttached) {
                hand(new Undecided(this));
            }
            return socket.localAddress() instanceof InetSocketAddress own ? Client.of(own.getAddress(), own.getPort()) : Client.local();
        } catch (IOException gone) {
            LOG.debug("{} has gone before it was asked what it has connected to", client(), gone);
            return null;
        }
    }

    /** What was read of the client and is left, the caller's to give back; null: nothing. */
    @Nullable Loan head() {
        return phase instanceof FirstBytes reading ? reading.end() : null;
    }

    /** The client is read by this one from now on. */
    void read(FirstBytes next) {
        if (isEntered(next, next)) {
            next.begin();
        }
    }

    /** @return false where the poller has no memory for it: then it is closed */
    private boolean isEntered(Phase next, SocketHandler handler) {
        phase = next;
        try {
            hand(handler);
            return true;
        } catch (IOException _) {
            close(EndReason.RESOURCE_EXHAUSTED);
            return false;
        }
    }

    private void hand(SocketHandler handler) throws IOException {
        if (isAttached) {
            socket.handler(handler);
        } else {
            owner.loop().attach(socket, handler);
            isAttached = true;
        }
    }

    /** A step that somebody else has given to the loop: a bug in it costs this connection alone. */
    void guardedly(Runnable step) {
        guarded(step);
    }

    /** A handshake is next; the pool is null for an authority that wants to see the certificate alone. */
    void handshake(Engine engine, @Nullable Pool routed) {
        var handshaking = new Handshaking(this, routed, engine, head());
        phase = handshaking;
        handshaking.begin();
    }

    /** From now on this is what speaks with the client. */
    void secured(TlsSocket above) {
        socket = above;
    }

    /** It was received, and goes to this pool with what was read of it; null: nothing. */
    void connect(Pool routed, @Nullable Loan head) {
        owner.loop().timers().cancel(this);
        var first = new Connecting(this, routed, head);
        pool = routed;
        if (isEntered(first, new Undecided(this))) {
            first.begin();
        }
    }

    /** Connecting → queued: no backend of the pool has room. */
    void queue(Pool routed, @Nullable Loan head) {
        var queued = new Queued(this, routed, head);
        phase = queued;
        queued.begin();
    }

    /** Queued → connecting: this one has. */
    void dequeued(Pool routed, @Nullable Loan head, Lease lease) {
        owner.loop().timers().cancel(this);
        var next = new Connecting(this, routed, head);
        phase = next;
        next.ask(lease);
    }

    boolean isIn(Phase asked) {
        return phase == asked;
    }

    /** Says why it will be closed, before it is. */
    void alert(Alert alert) {
        NativeBuffer buffer = owner.loop().buffer();
        buffer.bytes().put(alert.record()).flip();
        try {
            socket.write(buffer);
        } catch (IOException gone) {
            LOG.debug("{} has gone before it was told {}", client(), alert, gone);
        }
    }

    /** A backend is asked, the first one or another one; or it has waited for one in vain. */
    void asked() {
        if (queued == EndedFlow.NEVER) {
            queued = age() - Math.max(reception.secured(), 0);
        }
    }

    /** The backend that was asked does not take it. */
    void refusedBy(PoolBackend backend) {
        List<PoolBackend> longer = new ArrayList<>(tried);
        longer.add(backend);
        tried = longer;
    }

    /** Connecting → relaying. */
    void connected(Socket backendSocket, Lease lease, @Nullable Loan head) {
        connecting = age() - queued - Math.max(reception.secured(), 0);
        owner.loop().timers().cancel(this);
        Relaying relaying = relaying(backendSocket, lease);
        phase = relaying;
        relaying.begin(head);
    }

    /** What stands between both sockets and the relay, where a limit or a fault wants it. */
    private Relaying relaying(Socket backendSocket, Lease lease) {
        Admission admission = listener.admission();
        socket = ThrottledSocket.above(socket, owner.loop(), admission.limits().bandwidthIn(), admission.totalIn());
        Socket other = ThrottledSocket.above(backendSocket, owner.loop(), admission.limits().bandwidthOut(), admission.totalOut());
        Fault fault = listener.faults().draw();
        if (fault != null) {
            var injection = new FaultInjection(this, fault);
            socket = injection.client(socket);
            other = injection.backend(other);
        }
        return new Relaying(this, socket, other, lease);
    }

    /** Ends with a reset of the client. */
    void tear(EndReason reason) {
        socket.reset(); // what is closed already is not closed again
        close(reason);
    }

    @Override
    public void close(EndReason reason) {
        if (phase instanceof Closed) {
            return;
        }
        Phase last = phase;
        PoolBackend asked = last.backend();
        phase = new Closed(reason);
        owner.loop().timers().cancel(this);
        flows().remove(this);
        last.release(reason);
        reception.end();
        boolean isTorn = reason == EndReason.BACKEND_TLS_FAILED && last instanceof Relaying;
        if (isTorn || reason == EndReason.BACKEND_RESET || reason == EndReason.INTERNAL_ERROR) {
            socket.reset();
        } else {
            socket.close();
        }
        ListenerCounters counters = listener.counters(owner.index());
        counters.closed(reason);
        if (reason == EndReason.TLS_HANDSHAKE_FAILED && listener.termination().isPresent() && !(last instanceof Relaying)) {
            counters.handshakes().failed();
        }
        counters.lasted(age());
        log(last, asked, reason);
    }

    private void log(Phase last, @Nullable PoolBackend asked, EndReason reason) {
        LogPlan plan = listener.log().plan();
        if (plan.wantsEnd(owner.index(), reason, tried.size() + (asked == null ? 0 : 1))) {
            plan.write(owner.index(), new EndedFlow(plan, this, tried, asked, reason, measures(last)));
        }
    }

    @Override
    protected void onLogChanged() {
        guarded(phase::onLogChanged);
    }

    /** Says what there is so far. */
    void logInterim() {
        LogPlan plan = listener.log().plan();
        plan.write(owner.index(), new EndedFlow(plan, this, tried, phase.backend(), null, measures(phase)));
    }

    private EndedFlow.Measures measures(Phase last) {
        return new EndedFlow.Measures(reception.secured(), queued, connecting, last.firstByte(), last.bytesIn(), last.bytesOut(),
                last.firstEnd(),
                reception.tls(), null);
    }

    @Override
    public boolean isClosed() {
        return phase instanceof Closed;
    }

    @Override
    protected void onDue() {
        phase.onTimeout();
    }

    TcpLoop owner() {
        return owner;
    }

    @Override
    public Listener listener() {
        return listener;
    }

    @Override
    public Client source() {
        Introduction introduction = reception.introduction();
        return introduction == null ? client() : introduction.proxy();
    }

    @Override
    public String uniqueId() {
        Introduction introduction = reception.introduction();
        String told = introduction == null ? "" : introduction.details().idText();
        boolean isSent = pool != null && pool.config().sendProxy().version() == ProxyProtocol.V2;
        return told.isEmpty() && isSent ? ownUniqueId() : told;
    }

    /** What backends hear that it is called. */
    String sentId() {
        Introduction introduction = reception.introduction();
        String told = introduction == null ? "" : introduction.details().uniqueId();
        return told.isEmpty() ? ownUniqueId() : told;
    }

    /** How it came to its pool, and what was learned of it. */
    Reception reception() {
        return reception;
    }

    Socket socket() {
        return socket;
    }

    List<PoolBackend> tried() {
        return tried;
    }

    @Override
    public @Nullable Pool pool() {
        return pool;
    }

    @Override
    public @Nullable PoolBackend backend() {
        return phase.backend();
    }

    /** With what the system says of the paths: a call of it a side. */
    @Override
    protected ConnectionInfo info() {
        return info(destination(), socket.tcpInfo(), phase.backendSocket().flatMap(Socket::tcpInfo));
    }

    @Override
    protected ConnectionInfo infoWithoutPaths() {
        return info(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Optional<String> destination() {
        boolean isRedirected = isAttached && listener.config().listen().transparent();
        return isRedirected ? Optional.ofNullable(ownEnd()).map(Client::toString) : Optional.empty();
    }

    private ConnectionInfo info(Optional<String> destination, Optional<TcpInfo> toClient, Optional<TcpInfo> toBackend) {
        PoolBackend backend = phase.backend();
        return new ConnectionInfo(id(), listener.config().spoken(), source().toString(), client().toString(), destination, uniqueId(),
                listener.id(), pool == null ? "" : pool.id(),
                backend == null ? "" : backend.id(), Optional.ofNullable(reception.tls()),
                phase.word(), ageNow(), phase.bytesIn(), phase.bytesOut(), toClient.map(Connection::path), toBackend.map(Connection::path));
    }

    private static PathInfo path(TcpInfo tcp) {
        return new PathInfo(tcp.rtt(), tcp.rttVariation(), tcp.retransmits(), tcp.unacknowledged(), tcp.congestionWindow(), tcp.unsent(),
                tcp.deliveryRate());
    }
}
