package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.DurationType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a listener and of timeouts. */
final class ListenerKeys {

    private static final DurationType LIMITED = new DurationType(Duration.ofMillis(1), Option.LONGEST, false);
    private static final DurationType OPTIONAL = new DurationType(Duration.ofMillis(1), Option.LONGEST, true);

    private static final String NOBODY = "nobody serves: write a pool; a listener of TCP may have routes instead,"
            + " or 'acmeChallenges: true' to answer nobody else than authorities";
    private static final String CONNECT_MEANS = "Time for one attempt to connect to a backend.";
    private static final String IDLE_MEANS = "Time without a byte in either direction after which a connection is closed.";
    private static final String CLIENT_IDLE_MEANS = "Time without a byte from the client after which a connection is closed.";
    private static final String BACKEND_IDLE_MEANS = "Time without a byte from the backend after which a connection is closed.";

    private static final String MAX_LIFETIME_MEANS =
            "Time from accept after which a connection or session is closed, whatever moves, so that clients come again and are spread anew.";
    private static final String PEEK_MEANS =
            "Time from accept for a client's first byte, where routes ask what it speaks; then it is `silent`: it waits for the server.";
    private static final String HANDSHAKE_MEANS =
            "Time from accept for a client's PROXY header and TLS handshake, or for the begin of that where nothing else is looked at.";

    private static final Key<Duration> CONNECT_DEFAULT = Key.of(Option.of("connect", LIMITED, Duration.ofSeconds(5), CONNECT_MEANS));
    private static final Key<Duration> IDLE_DEFAULT = Key.of(Option.of("idle", OPTIONAL, Duration.ofMinutes(10), IDLE_MEANS));
    private static final Key<Duration> CLIENT_IDLE_DEFAULT = Key.of(Option.of("clientIdle", OPTIONAL, Duration.ZERO, CLIENT_IDLE_MEANS));
    private static final Key<Duration> BACKEND_IDLE_DEFAULT = Key.of(Option.of("backendIdle", OPTIONAL, Duration.ZERO, BACKEND_IDLE_MEANS));
    private static final Key<Duration> MAX_LIFETIME_DEFAULT = Key.of(Option.of("maxLifetime", OPTIONAL, Duration.ZERO, MAX_LIFETIME_MEANS));
    private static final Key<Duration> PEEK_DEFAULT = Key.of(Option.of("peek", LIMITED, Duration.ofMillis(500), PEEK_MEANS));
    private static final Key<Duration> HANDSHAKE_DEFAULT = Key.of(Option.of("handshake", LIMITED, Duration.ofSeconds(10), HANDSHAKE_MEANS));

    /** What holds where a listener says nothing else. */
    static final Shape.Section<TimeoutsConfig> DEFAULT_TIMEOUTS = Shape.Section.of(
            values -> new TimeoutsConfig(
                    values.get(CONNECT_DEFAULT),
                    values.get(IDLE_DEFAULT),
                    values.get(CLIENT_IDLE_DEFAULT),
                    values.get(BACKEND_IDLE_DEFAULT),
                    values.get(MAX_LIFETIME_DEFAULT),
                    values.get(PEEK_DEFAULT),
                    values.get(HANDSHAKE_DEFAULT)),
            CONNECT_DEFAULT,
            IDLE_DEFAULT,
            CLIENT_IDLE_DEFAULT,
            BACKEND_IDLE_DEFAULT,
            MAX_LIFETIME_DEFAULT,
            PEEK_DEFAULT,
            HANDSHAKE_DEFAULT);

    private static final Key<Duration> CONNECT = Key.optional("connect", LIMITED, CONNECT_MEANS);
    private static final Key<Duration> IDLE = Key.optional("idle", OPTIONAL, IDLE_MEANS);
    private static final Key<Duration> CLIENT_IDLE = Key.optional("clientIdle", OPTIONAL, CLIENT_IDLE_MEANS);
    private static final Key<Duration> BACKEND_IDLE = Key.optional("backendIdle", OPTIONAL, BACKEND_IDLE_MEANS);

    private static final Key<Duration> MAX_LIFETIME = Key.optional("maxLifetime", OPTIONAL, MAX_LIFETIME_MEANS);
    private static final Key<Duration> PEEK = Key.optional("peek", LIMITED, PEEK_MEANS);
    private static final Key<Duration> HANDSHAKE = Key.optional("handshake", LIMITED, HANDSHAKE_MEANS);

    private static final Shape.Section<Values> OWN_TIMEOUTS =
            Shape.Section.of(values -> values, CONNECT, IDLE, CLIENT_IDLE, BACKEND_IDLE, MAX_LIFETIME, PEEK, HANDSHAKE);

    private static final Key<List<Address>> BIND = Key.required(
            "bind",
            new Shape.Several<>(new Shape.BindAddress(), 1),
            "Where to listen: `:80` for every local address, `127.0.0.1:80`, `[::1]:80`; port 0 takes a free one.");
    private static final Key<Protocol> PROTOCOL = Key.of(Option.choice("protocol", Protocol.TCP, "What clients speak."));
    private static final Key<String> POOL = Key.optional("pool", new Shape.PoolReference(),
            "The pool that serves those whom no route leads to another one; left out beside `routes`, they are closed.");
    private static final Key<Values> TIMEOUTS =
            Key.section("timeouts", OWN_TIMEOUTS, "Timeouts that differ from those in `defaults`.");
    private static final Key<Boolean> HALF_CLOSE = Key.of(
            Option.flag("halfClose", true,
                    "Whether the end of one direction leaves the other open; `false`: the end of one side ends both."));

    private static final Key<RemovePolicy> ON_REMOVE = Key.written(
            "onRemove", RemoveText.DEFAULT, new Shape.Removal(), "What happens to live connections when the listener is removed.");

    /** One listener; becomes a {@link ListenerConfig} when the defaults are known. */
    static final Shape.Section<Values> LISTENER = Shape.Section.<Values>of(
            values -> values,
            BIND,
            PROTOCOL,
            POOL,
            RouteKeys.ROUTES,
            TlsKeys.TLS,
            TIMEOUTS,
            HALF_CLOSE,
            ON_REMOVE,
            SocketKeys.BACKLOG,
            SocketKeys.DEFER_ACCEPT,
            SocketKeys.FAST_OPEN,
            SocketKeys.REDIRECTED,
            SocketKeys.KEEP_ALIVE,
            SocketKeys.USER_TIMEOUT,
            SocketKeys.INTERFACE,
            SocketKeys.MARK,
            AccessLogKeys.FOR_ONE,
            UdpKeys.UDP,
            AdmissionKeys.ACCESS,
            LimitKeys.LIMITS,
            AdmissionKeys.PRIORITY,
            ProxyKeys.ACCEPTED,
            IssuerKeys.CHALLENGES)
            .anyOf(NOBODY, POOL, RouteKeys.ROUTES, IssuerKeys.CHALLENGES);

    /** What a socket of datagrams does not have. */
    private static final List<Key<?>> OF_TCP = List.of(
            RouteKeys.ROUTES, TlsKeys.TLS, IssuerKeys.CHALLENGES, HALF_CLOSE, SocketKeys.BACKLOG,
            SocketKeys.DEFER_ACCEPT,
            SocketKeys.FAST_OPEN,
            SocketKeys.KEEP_ALIVE,
            SocketKeys.USER_TIMEOUT);

    private ListenerKeys() {}

    /** What clients can speak. */
    enum Protocol {
        TCP,
        UDP
    }

    static ListenerConfig config(Values listener, TimeoutsConfig defaults, AccessLogDefaults accessLog, Map<String, IssuerConfig> issuers) {
        boolean isUdp = listener.get(PROTOCOL) == Protocol.UDP;
        Values own = listener.get(TIMEOUTS);
        List<RouteConfig> routes = listener.find(RouteKeys.ROUTES).orElse(List.of());
        reportStrangers(listener, own, isUdp);
        RouteKeys.reportUnreachable(listener, routes);
        reportNobody(listener);
        var timeouts = new TimeoutsConfig(
                own.find(CONNECT).orElse(defaults.connect()),
                own.find(IDLE).orElse(defaults.idle()),
                own.find(CLIENT_IDLE).orElse(defaults.clientIdle()),
                own.find(BACKEND_IDLE).orElse(defaults.backendIdle()),
                own.find(MAX_LIFETIME).orElse(defaults.maxLifetime()),
                own.find(PEEK).orElse(defaults.peek()),
                own.find(HANDSHAKE).orElse(defaults.handshake()));
        return new ListenerConfig(
                listener.id(),
                listener.get(BIND),
                listener.find(POOL),
                routes,
                listener.find(TlsKeys.TLS).flatMap(tls -> TlsKeys.config(tls, issuers)),
                timeouts,
                listener.get(HALF_CLOSE),
                listener.get(ON_REMOVE),
                SocketKeys.listen(listener),
                AccessLogKeys.config(listener, accessLog),
                isUdp ? Optional.of(listener.get(UdpKeys.UDP)) : Optional.empty(),
                AdmissionKeys.config(listener),
                listener.find(ProxyKeys.ACCEPTED),
                listener.get(IssuerKeys.CHALLENGES));
    }

    /** Answering to authorities is plain HTTP, and alone it is enough. */
    private static void reportNobody(Values listener) {
        boolean answers = listener.find(IssuerKeys.CHALLENGES).orElse(false);
        if (answers && listener.isWritten(TlsKeys.TLS)) {
            listener.error(IssuerKeys.CHALLENGES, Code.CONFLICTING_KEYS,
                    "authorities ask in plain HTTP on port 80: write 'acmeChallenges' at a listener without 'tls'");
        }
        if (!answers && !listener.isWritten(POOL) && !listener.isWritten(RouteKeys.ROUTES)) {
            listener.error(IssuerKeys.CHALLENGES, Code.MISSING_KEY, NOBODY);
        }
    }

    /** Keys that belong to the other protocol: they would do nothing. */
    private static void reportStrangers(Values listener, Values timeouts, boolean isUdp) {
        if (!isUdp) {
            report(listener, UdpKeys.UDP, "'udp' belongs to UDP: remove it, or write 'protocol: udp'");
            return;
        }
        OF_TCP.forEach(key -> report(listener, key, "'%s' belongs to TCP: a listener of UDP does not have it".formatted(key.name())));
        List.of(IDLE, CLIENT_IDLE, BACKEND_IDLE).forEach(key -> report(timeouts, key,
                "'%s' belongs to TCP: a session ends after 'udp.idle'".formatted(key.name())));
        LimitKeys.reportStrangers(listener);
        ProxyKeys.reportStrangers(listener);
        report(timeouts, PEEK, "'peek' belongs to TCP: a datagram is there as a whole");
        report(timeouts, HANDSHAKE, "'handshake' belongs to TCP: a datagram is there as a whole");
        if (listener.get(BIND).stream().anyMatch(Address.Unix.class::isInstance)) {
            listener.error(BIND, Code.INVALID_ADDRESS, "UDP has no Unix sockets: write a host and a port, for example \":5353\"");
        }
    }

    /** Takes out the defaults of keys that belong to the other protocol: written, they would be refused. */
    static void removeStrangers(ObjectNode listener) {
        if (!listener.path(PROTOCOL.name()).asText().equals("udp")) {
            listener.remove(UdpKeys.UDP.name());
            return;
        }
        listener.remove(OF_TCP.stream().map(Key::name).toList());
        if (listener.path(TIMEOUTS.name()) instanceof ObjectNode timeouts) {
            timeouts.retain(CONNECT.name(), MAX_LIFETIME.name());
        }
    }

    private static void report(Values values, Key<?> key, String message) {
        if (values.isWritten(key)) {
            values.error(key, Code.CONFLICTING_KEYS, message);
        }
    }
}
