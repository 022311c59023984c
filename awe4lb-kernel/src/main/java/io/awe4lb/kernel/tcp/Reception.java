package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.admission.Ticket;
import io.awe4lb.kernel.config.AcceptProxyConfig;
import io.awe4lb.kernel.config.Application;
import io.awe4lb.kernel.config.RouteConfig;
import io.awe4lb.kernel.listener.EndedFlow;
import io.awe4lb.kernel.listener.Introduction;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.listener.Route;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.tls.Engines.Engine;
import io.awe4lb.kernel.tls.Termination;
import io.awe4lb.kernel.tls.TlsSocket;
import io.awe4lb.kernel.wire.Alert;
import io.awe4lb.kernel.wire.ClientHello;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord.Tls;
import io.awe4lb.spi.EndReason;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a client is received: whose connection it is, whether that one may come in, what it speaks and which pool it is given to. Nothing of a
 * pool is taken meanwhile. Keeps what was learned, for as long as the connection lives. On the connection's loop.
 */
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final Connection connection;
    private final Listener listener;
    /** What it has taken of its listener's limits. */
    private Ticket ticket = Ticket.FREE;
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
    /** The way that it goes; null as long as that is not known. */
    private @Nullable Route taken;
    /** Nanoseconds from accept to the end of the TLS handshake. */
    private long secured = EndedFlow.NEVER;

    Reception(Connection connection, Listener listener) {
        this.connection = connection;
        this.listener = listener;
    }

    void begin() {
        if (connection.flows().overload().sheds(listener.config().admission().priority())) {
            connection.close(EndReason.RESOURCE_EXHAUSTED);
            return;
        }
        Optional<AcceptProxyConfig> proxies = listener.config().acceptProxy();
        if (proxies.isPresent()) {
            beProxied(proxies.get());
        } else {
            known();
        }
    }

    /** Only who is believed is asked whose connection this is. */
    private void beProxied(AcceptProxyConfig proxies) {
        if (proxies.believes(connection.client())) {
            connection.read(new Introducing(connection, proxies));
        } else if (proxies.isRequired()) {
            LOG.debug("listener {}: {} is none of those whose PROXY headers are believed", listener.id(), connection.client());
            connection.close(EndReason.PROXY_PROTOCOL_INVALID);
        } else {
            known();
        }
    }

    /** Introducing → whatever is next. */
    void introduced(ProxyHeader header) {
        if (header != ProxyHeader.NONE) {
            var told = new Introduction(connection.client(), header);
            introduction = told;
            connection.comesFrom(told.client());
            tls = told.tls();
        }
        known();
    }

    /** It is known whose it is: that one may come in, or not. */
    private void known() {
        ticket = listener.admission().admit(connection.client(), connection.owner().loop().now());
        if (ticket.excess() != null) {
            listener.counters(connection.owner().index()).dryRun(ticket.excess());
        }
        if (ticket.refusal() != null) {
            refuse(ticket.refusal());
        } else if (listener.awaitsAuthority()) {
            connection.read(new Challenged(connection, connection.head()));
        } else {
            unchallenged();
        }
    }

    private void refuse(EndReason reason) {
        if (reason != EndReason.DENIED && listener.admission().resets()) {
            connection.tear(reason);
        } else {
            connection.close(reason);
        }
    }

    /** Nobody is an authority, or this one is none. */
    void unchallenged() {
        if (listener.routes().needPeek()) {
            connection.read(new Peeking(connection, connection.head()));
        } else {
            identify();
        }
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
            LOG.debug("listener {}: {} speaks {} where TLS is awaited", listener.id(), connection.client(), spoken);
            connection.close(EndReason.TLS_HANDSHAKE_FAILED);
        } else {
            follow(route);
        }
    }

    /** What is not known yet of where it goes is told by TLS. */
    private void identify() {
        boolean isTold = introduction != null && introduction.tellsHello();
        boolean needsHello = listener.termination().isPresent() || listener.routes().needHello() && !isTold;
        Route route = needsHello ? null : route();
        if (needsHello || route != null && route.pool().wantsServerName() && !isTold) {
            connection.read(new Identifying(connection, connection.head()));
        } else {
            follow(route);
        }
    }

    private void follow(@Nullable Route route) {
        if (route == null) {
            connection.close(EndReason.NO_ROUTE);
        } else {
            take(route);
            connection.connect(route.pool(), connection.head());
        }
    }

    private void take(Route route) {
        taken = route;
        route.taken(connection.owner().index());
    }

    /** Identifying → handshaking or connecting. */
    void identified(ClientHello hello) {
        asksFor(hello.serverName());
        tls = new Tls(Optional.empty(), Optional.empty(), text(hello.serverName()), text(String.join(",", hello.protocols())));
        Optional<Engine> proof = listener.termination().flatMap(termination -> termination.proof(hello.serverName(), hello.protocols()));
        if (proof.isPresent()) {
            connection.handshake(proof.get(), null);
            return;
        }
        Route route = route(hello.protocols());
        if (route == null) {
            connection.alert(Alert.UNRECOGNIZED_NAME);
            connection.close(EndReason.NO_ROUTE);
            return;
        }
        take(route);
        Pool routed = route.pool();
        listener.termination().ifPresentOrElse(termination -> terminate(termination, hello, routed),
                () -> connection.connect(routed, connection.head()));
    }

    private void terminate(Termination termination, ClientHello hello, Pool routed) {
        if (termination.speaks(hello.protocols())) {
            connection.handshake(termination.open(hello.serverName()), routed);
        } else {
            connection.alert(Alert.NO_APPLICATION_PROTOCOL);
            connection.close(EndReason.TLS_HANDSHAKE_FAILED);
        }
    }

    /** Handshaking → connecting. */
    void secured(TlsSocket above, SSLEngine engine, boolean resumes, @Nullable Pool routed) {
        connection.secured(above);
        if (routed == null) {
            LOG.info("listener {}: {} was shown the certificate of a challenge for {}", listener.id(), connection.client(),
                    connection.client().serverName());
            connection.close(EndReason.NORMAL);
            return;
        }
        secured = connection.age();
        isResumed = resumes;
        SSLSession session = engine.getSession();
        try {
            tls = new Tls(Optional.of(session.getProtocol()), Optional.of(session.getCipherSuite()),
                    text(connection.client().serverName()),
                    Optional.ofNullable(engine.getApplicationProtocol()).filter(agreed -> !agreed.isEmpty()),
                    listener.termination().orElseThrow().admit(session));
            listener.counters(connection.owner().index()).handshakes().done(session.getProtocol(), isResumed, secured);
            connection.connect(routed, null);
        } catch (CertificateException refused) {
            LOG.debug("listener {}: no handshake with {}: {}", listener.id(), connection.client(), refused.getMessage());
            connection.close(EndReason.TLS_HANDSHAKE_FAILED);
        }
    }

    /** The connection has ended. */
    void end() {
        ticket.close();
    }

    /** By all that is known without a look at what the client says. */
    private @Nullable Route route() {
        return route(introduction == null ? List.of() : introduction.protocols());
    }

    private @Nullable Route route(List<String> protocols) {
        return listener.routes().route(connection.client(), protocols, application, listener.routes().needPort() ? port() : 0);
    }

    /** That the client has connected to; 0 of a Unix socket. */
    private int port() {
        Client asked = destination();
        return asked == null ? 0 : asked.port();
    }

    /** What the client has connected to, by what a proxy says or else the system; null where it has gone before that was asked. */
    @Nullable Client destination() {
        Client told = introduction == null ? null : introduction.destination();
        return told == null ? connection.ownEnd() : told;
    }

    /** Whether the begin of TLS is looked at here, for a route or because TLS ends here. */
    boolean readsHellos() {
        return listener.termination().isPresent() || listener.routes().needHello();
    }

    /** The client says the name of a server in clear. */
    void asksFor(String name) {
        connection.comesFrom(connection.client().askingFor(name));
    }

    /** Whether the backend has to be asked for TLS first, as clients of PostgreSQL do: TLS goes there, be it the client's or the pool's own. */
    boolean asksPostgresForTls(Pool of) {
        return hasWished && !isSecured() || application == Application.POSTGRES && of.origination().isPresent();
    }

    /** Whether it was to be expected that its pool speaks PostgreSQL. Else anybody could ask a server of something else for it. */
    boolean isMeantAsPostgres() {
        return taken != null && taken.config().filter(config -> config.applications().contains(Application.POSTGRES)).isPresent();
    }

    /** Whether a client of PostgreSQL goes in clear to a pool that speaks TLS itself: a second one within that would be none. */
    boolean isPostgresEncryptedBehind() {
        application = Application.POSTGRES;
        Route route = listener.termination().isPresent() ? null : route();
        return route != null && route.pool().origination().isPresent();
    }

    private static Optional<String> text(String known) {
        return known.isEmpty() ? Optional.empty() : Optional.of(known);
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

    /** Nanoseconds from accept to the end of the TLS handshake; {@link EndedFlow#NEVER} where none was. */
    long secured() {
        return secured;
    }

    /** What the client speaks within TLS that ends here, if that was agreed. */
    Optional<String> agreedProtocol() {
        return tls == null || tls.version().isEmpty() ? Optional.empty() : tls.alpn();
    }
}
