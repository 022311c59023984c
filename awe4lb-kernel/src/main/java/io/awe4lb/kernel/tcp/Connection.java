package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.accesslog.LogPlan;
import io.awe4lb.kernel.admission.Admission;
import io.awe4lb.kernel.admission.Ticket;
import io.awe4lb.kernel.config.AcceptProxyConfig;
import io.awe4lb.kernel.config.Application;
import io.awe4lb.kernel.config.RouteConfig;
import io.awe4lb.kernel.listener.EndedFlow;
import io.awe4lb.kernel.listener.Fault;
import io.awe4lb.kernel.listener.Flow;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.listener.Route;
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
import io.awe4lb.kernel.tls.Termination;
import io.awe4lb.kernel.tls.TlsSocket;
import io.awe4lb.kernel.wire.Alert;
import io.awe4lb.kernel.wire.ClientHello;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord.Tls;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.ProxyProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
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
 * It is introduced where a proxy before this one says whose it is, and identified where TLS ends here, or a route or a strategy has to know
 * what the client says first. Before that it is {@link Challenged} while an authority is awaited that asks by HTTP, and {@link Peeking} where
 * a route asks what it speaks. An authority that wants to see a certificate ends with the handshake. Its timer means what the phase says:
 * first bytes that do not come, a connect that takes too long, or a relay that is idle.
 */
final class Connection extends Flow {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final TcpLoop owner;
    private final Listener listener;
    private Socket socket;
    private Phase phase = Accepted.ACCEPTED;
    /** Whether its socket is on the loop. */
    private boolean isAttached;
    /** What it has taken of its listener's limits. */
    private Ticket ticket = Ticket.FREE;
    /** Null until it was routed. */
    private @Nullable Pool pool;
    /** By a proxy; null where none has said anything. */
    private @Nullable Introduction introduction;
    /** What the client speaks; null where nobody has looked, and where nobody knows it. */
    private @Nullable Application application;
    /** Whether it has asked for TLS as clients of PostgreSQL do, and was told that it is spoken. */
    private boolean hasWished;
    /** Null where nobody has looked. */
    private @Nullable Tls tls;
    /** Whether a session of TLS of before goes on. */
    private boolean isResumed;
    /** Backends that were asked in vain, in order. */
    private List<PoolBackend> tried = List.of();
    /** Nanoseconds from accept to the end of the TLS handshake, from there to the first question to a backend, and to the answer of one. */
    private long secured = EndedFlow.NEVER;

    private long queued = EndedFlow.NEVER;

    private long connecting = EndedFlow.NEVER;

    Connection(TcpLoop owner, Listener listener, Socket socket, Client client) {
        super(owner.flows(), client);
        this.owner = owner;
        this.listener = listener;
        this.socket = socket;
    }

    /** Begins. Once, after the connection was put into the loop's list. */
    void open() {
        listener.counters(owner.index()).accepted();
        guarded(flows().overload().sheds(listener.config().admission().priority()) ? this::shed : this::begin);
    }

    private void shed() {
        close(EndReason.RESOURCE_EXHAUSTED);
    }

    private void begin() {
        Optional<AcceptProxyConfig> proxies = listener.config().acceptProxy();
        if (proxies.isPresent()) {
            beProxied(proxies.get());
        } else {
            known();
        }
    }

    /** Only who is believed is asked whose connection this is. */
    private void beProxied(AcceptProxyConfig proxies) {
        if (proxies.believes(client())) {
            read(new Introducing(this, proxies));
        } else if (proxies.isRequired()) {
            LOG.debug("listener {}: {} is none of those whose PROXY headers are believed", listener.id(), client());
            close(EndReason.PROXY_PROTOCOL_INVALID);
        } else {
            known();
        }
    }

    /** Introducing → whatever is next. */
    void introduced(ProxyHeader header) {
        if (header != ProxyHeader.NONE) {
            var told = new Introduction(client(), header);
            introduction = told;
            client(told.client());
            tls = told.tls();
        }
        known();
    }

    /** It is known whose it is: that one may come in, or not. */
    private void known() {
        ticket = listener.admission().admit(client(), owner.loop().now());
        if (ticket.excess() != null) {
            listener.counters(owner.index()).dryRun(ticket.excess());
        }
        if (ticket.refusal() != null) {
            refuse(ticket.refusal());
        } else {
            admitted();
        }
    }

    private void refuse(EndReason reason) {
        if (reason != EndReason.DENIED && listener.admission().resets()) {
            tear(reason);
        } else {
            close(reason);
        }
    }

    private void admitted() {
        if (listener.awaitsAuthority()) {
            read(new Challenged(this, head()));
        } else {
            unchallenged();
        }
    }

    /** Nobody is an authority, or this one is none. */
    void unchallenged() {
        if (listener.routes().needPeek()) {
            read(new Peeking(this, head()));
        } else {
            identify();
        }
    }

    /** What is not known yet of where it goes is told by TLS. */
    private void identify() {
        boolean isTold = introduction != null && introduction.tellsHello();
        boolean needsHello = listener.termination().isPresent() || listener.routes().needHello() && !isTold;
        Route route = needsHello ? null : route();
        if (needsHello || route != null && route.pool().wantsServerName() && !isTold) {
            read(new Identifying(this, head()));
        } else if (route == null) {
            close(EndReason.NO_ROUTE);
        } else {
            route.taken(owner.index());
            connect(route.pool(), head());
        }
    }

    /** By all that is known without a look at what the client says. */
    private @Nullable Route route() {
        return route(introduction == null ? List.of() : introduction.protocols());
    }

    private @Nullable Route route(List<String> protocols) {
        return listener.routes().route(client(), protocols, application, listener.routes().needPort() ? port() : 0);
    }

    /** That the client has connected to; 0 of a Unix socket. */
    private int port() {
        Client asked = destination();
        return asked == null ? 0 : asked.port();
    }

    /** What the client has connected to, by what a proxy says or else the system; null where it has gone before that was asked. */
    @Nullable Client destination() {
        Client told = introduction == null ? null : introduction.destination();
        return told == null ? ownEnd() : told;
    }

    private @Nullable Client ownEnd() {
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

    /** Whether the begin of TLS is looked at here, for a route or because TLS ends here. */
    boolean readsHellos() {
        return listener.termination().isPresent() || listener.routes().needHello();
    }

    /** The client says the name of a server in clear. */
    void asksFor(String name) {
        client(client().askingFor(name));
    }

    /**
     * Peeking → identifying or connecting.
     *
     * @param spoken null: nobody knows what that is
     * @param isWish whether TLS begins now, because a client of PostgreSQL was told so
     */
    void peeked(@Nullable Application spoken, boolean isWish) {
        application = spoken;
        hasWished = isWish;
        if (isWish || spoken == Application.TLS || spoken == null && listener.termination().isPresent()) {
            identify();
            return;
        }
        Route route = route();
        boolean isMeant = route != null && route.config().map(RouteConfig::needsPeek).orElse(false);
        if (listener.termination().isPresent() && !isMeant) {
            LOG.debug("listener {}: {} speaks {} where TLS is awaited", listener.id(), client(), spoken);
            close(EndReason.TLS_HANDSHAKE_FAILED);
        } else if (route == null) {
            close(EndReason.NO_ROUTE);
        } else {
            route.taken(owner.index());
            connect(route.pool(), head());
        }
    }

    /** Whether the backend has to be asked for TLS first, as clients of PostgreSQL do: TLS goes there, be it the client's or the pool's own. */
    boolean asksPostgresForTls(Pool of) {
        return hasWished && (!isSecured() || of.origination().isPresent());
    }

    /** What was read of the client and is left, the caller's to give back; null: nothing. */
    private @Nullable Loan head() {
        return phase instanceof FirstBytes reading ? reading.end() : null;
    }

    private void read(FirstBytes next) {
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

    /** Identifying → connecting. */
    void identified(ClientHello hello) {
        client(client().askingFor(hello.serverName()));
        tls = new Tls(Optional.empty(), Optional.empty(), text(hello.serverName()), text(String.join(",", hello.protocols())));
        Optional<Engine> proof = listener.termination().flatMap(termination -> termination.proof(hello.serverName(), hello.protocols()));
        if (proof.isPresent()) {
            handshake(proof.get(), null);
            return;
        }
        Route route = route(hello.protocols());
        if (route == null) {
            alert(Alert.UNRECOGNIZED_NAME);
            close(EndReason.NO_ROUTE);
            return;
        }
        route.taken(owner.index());
        Pool routed = route.pool();
        listener.termination().ifPresentOrElse(termination -> terminated(termination, hello, routed), () -> connect(routed, head()));
    }

    private void terminated(Termination termination, ClientHello hello, Pool routed) {
        if (termination.speaks(hello.protocols())) {
            handshake(termination.open(hello.serverName()), routed);
        } else {
            alert(Alert.NO_APPLICATION_PROTOCOL);
            close(EndReason.TLS_HANDSHAKE_FAILED);
        }
    }

    private void handshake(Engine engine, @Nullable Pool routed) {
        var handshaking = new Handshaking(this, routed, engine, head());
        phase = handshaking;
        handshaking.begin();
    }

    /** Handshaking → connecting. */
    void secured(TlsSocket above, SSLEngine engine, boolean isResumed, @Nullable Pool routed) {
        socket = above;
        if (routed == null) {
            LOG.info("listener {}: {} was shown the certificate of a challenge for {}", listener.id(), client(), client().serverName());
            close(EndReason.NORMAL);
            return;
        }
        secured = age();
        this.isResumed = isResumed;
        SSLSession session = engine.getSession();
        try {
            tls = new Tls(Optional.of(session.getProtocol()), Optional.of(session.getCipherSuite()), text(client().serverName()),
                    Optional.ofNullable(engine.getApplicationProtocol()).filter(agreed -> !agreed.isEmpty()),
                    listener.termination().orElseThrow().admit(session));
            listener.counters(owner.index()).handshakes().done(session.getProtocol(), isResumed, secured);
            connect(routed, null);
        } catch (CertificateException refused) {
            LOG.debug("listener {}: no handshake with {}: {}", listener.id(), client(), refused.getMessage());
            close(EndReason.TLS_HANDSHAKE_FAILED);
        }
    }

    private void connect(Pool routed, @Nullable Loan head) {
        owner.loop().timers().cancel(this);
        var first = new Connecting(this, routed, head);
        pool = routed;
        if (isEntered(first, first)) {
            first.begin();
        }
    }

    private static Optional<String> text(String known) {
        return known.isEmpty() ? Optional.empty() : Optional.of(known);
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

    /** A backend is asked: the first one, or another one. */
    void asked() {
        if (queued == EndedFlow.NEVER) {
            queued = age() - Math.max(secured, 0);
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
        connecting = age() - queued - Math.max(secured, 0);
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
        ticket.close();
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
        return new EndedFlow.Measures(secured, queued, connecting, last.firstByte(), last.bytesIn(), last.bytesOut(), last.firstEnd(), tls,
                null);
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
        return introduction == null ? client() : introduction.proxy();
    }

    @Override
    public String uniqueId() {
        String told = introduction == null ? "" : introduction.details().idText();
        boolean isSent = pool != null && pool.config().sendProxy().version() == ProxyProtocol.V2;
        return told.isEmpty() && isSent ? ownUniqueId() : told;
    }

    /** What backends hear that it is called. */
    String sentId() {
        String told = introduction == null ? "" : introduction.details().uniqueId();
        return told.isEmpty() ? ownUniqueId() : told;
    }

    /** What a proxy has told of it; null where none did. */
    @Nullable Introduction introduction() {
        return introduction;
    }

    /** What is known of the client's TLS; null where nobody has looked. */
    @Nullable Tls tls() {
        return tls;
    }

    /** Whether the client's TLS ends here. */
    boolean isSecured() {
        return secured != EndedFlow.NEVER;
    }

    /** Whether that goes on with a session of before. */
    boolean isResumed() {
        return isResumed;
    }

    Socket socket() {
        return socket;
    }

    /** What the client speaks within TLS that ends here, if that was agreed. */
    Optional<String> agreedProtocol() {
        return tls == null || tls.version().isEmpty() ? Optional.empty() : tls.alpn();
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
        return info(socket.tcpInfo(), phase.backendSocket().flatMap(Socket::tcpInfo));
    }

    @Override
    protected ConnectionInfo infoWithoutPaths() {
        return info(Optional.empty(), Optional.empty());
    }

    private ConnectionInfo info(Optional<TcpInfo> toClient, Optional<TcpInfo> toBackend) {
        PoolBackend backend = phase.backend();
        return new ConnectionInfo(id(), listener.config().spoken(), source().toString(), client().toString(), uniqueId(),
                listener.id(), pool == null ? "" : pool.id(),
                backend == null ? "" : backend.id(), Optional.ofNullable(tls),
                phase.word(), ageNow(), phase.bytesIn(), phase.bytesOut(), toClient.map(Connection::path), toBackend.map(Connection::path));
    }

    private static PathInfo path(TcpInfo tcp) {
        return new PathInfo(tcp.rtt(), tcp.rttVariation(), tcp.retransmits(), tcp.unacknowledged(), tcp.congestionWindow(), tcp.unsent(),
                tcp.deliveryRate());
    }
}
