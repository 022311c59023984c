package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.DurationType;
import java.time.Duration;
import java.util.List;

/** The keys of a listener and of timeouts. */
final class ListenerKeys {

    private static final DurationType LIMITED = new DurationType(Duration.ofMillis(1), Option.LONGEST, false);
    private static final DurationType OPTIONAL = new DurationType(Duration.ofMillis(1), Option.LONGEST, true);

    private static final String CONNECT_MEANS = "Time for one attempt to connect to a backend.";
    private static final String IDLE_MEANS = "Time without a byte in either direction after which a connection is closed.";
    private static final String CLIENT_IDLE_MEANS = "Time without a byte from the client after which a connection is closed.";
    private static final String BACKEND_IDLE_MEANS = "Time without a byte from the backend after which a connection is closed.";

    private static final Key<Duration> CONNECT_DEFAULT = Key.of(Option.of("connect", LIMITED, Duration.ofSeconds(5), CONNECT_MEANS));
    private static final Key<Duration> IDLE_DEFAULT = Key.of(Option.of("idle", OPTIONAL, Duration.ofMinutes(10), IDLE_MEANS));
    private static final Key<Duration> CLIENT_IDLE_DEFAULT = Key.of(Option.of("clientIdle", OPTIONAL, Duration.ZERO, CLIENT_IDLE_MEANS));
    private static final Key<Duration> BACKEND_IDLE_DEFAULT = Key.of(Option.of("backendIdle", OPTIONAL, Duration.ZERO, BACKEND_IDLE_MEANS));

    /** What holds where a listener says nothing else. */
    static final Shape.Section<TimeoutsConfig> DEFAULT_TIMEOUTS = Shape.Section.of(
            values -> new TimeoutsConfig(
                    values.get(CONNECT_DEFAULT),
                    values.get(IDLE_DEFAULT),
                    values.get(CLIENT_IDLE_DEFAULT),
                    values.get(BACKEND_IDLE_DEFAULT)),
            CONNECT_DEFAULT,
            IDLE_DEFAULT,
            CLIENT_IDLE_DEFAULT,
            BACKEND_IDLE_DEFAULT)
            .later("handshake");

    private static final Key<Duration> CONNECT = Key.optional("connect", LIMITED, CONNECT_MEANS);
    private static final Key<Duration> IDLE = Key.optional("idle", OPTIONAL, IDLE_MEANS);
    private static final Key<Duration> CLIENT_IDLE = Key.optional("clientIdle", OPTIONAL, CLIENT_IDLE_MEANS);
    private static final Key<Duration> BACKEND_IDLE = Key.optional("backendIdle", OPTIONAL, BACKEND_IDLE_MEANS);

    private static final Shape.Section<Values> OWN_TIMEOUTS =
            Shape.Section.<Values>of(values -> values, CONNECT, IDLE, CLIENT_IDLE, BACKEND_IDLE).later("handshake");

    private static final Key<List<Address>> BIND = Key.required(
            "bind",
            new Shape.Several<>(new Shape.BindAddress(), 1),
            "Where to listen: `:80` for every local address, `127.0.0.1:80`, `[::1]:80`; port 0 takes a free one.");
    private static final Key<Protocol> PROTOCOL = Key.of(Option.choice("protocol", Protocol.TCP, "What clients speak."));
    private static final Key<String> POOL = Key.required("pool", new Shape.PoolReference(), "The pool that serves.");
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
            TIMEOUTS,
            HALF_CLOSE,
            ON_REMOVE,
            SocketKeys.BACKLOG,
            SocketKeys.DEFER_ACCEPT,
            SocketKeys.FAST_OPEN,
            SocketKeys.KEEP_ALIVE,
            SocketKeys.USER_TIMEOUT,
            SocketKeys.INTERFACE,
            SocketKeys.MARK,
            AccessLogKeys.FOR_ONE)
            .later("tls", "routes", "access", "limits", "proxyProtocol", "udp");

    private ListenerKeys() {}

    /** What clients can speak. */
    enum Protocol {
        TCP
    }

    static ListenerConfig config(Values listener, TimeoutsConfig defaults, AccessLogDefaults accessLog) {
        Values own = listener.get(TIMEOUTS);
        var timeouts = new TimeoutsConfig(
                own.find(CONNECT).orElse(defaults.connect()),
                own.find(IDLE).orElse(defaults.idle()),
                own.find(CLIENT_IDLE).orElse(defaults.clientIdle()),
                own.find(BACKEND_IDLE).orElse(defaults.backendIdle()));
        return new ListenerConfig(
                listener.id(),
                listener.get(BIND),
                listener.get(POOL),
                timeouts,
                listener.get(HALF_CLOSE),
                listener.get(ON_REMOVE),
                SocketKeys.listen(listener),
                AccessLogKeys.config(listener, accessLog));
    }
}
