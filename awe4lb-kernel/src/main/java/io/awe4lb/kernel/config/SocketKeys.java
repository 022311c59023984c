package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.DurationType;
import io.awe4lb.spi.OptionType.NumberType;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The socket options of listeners and pools. Their ranges are those of Linux: tcp(7), socket(7). */
final class SocketKeys {

    /** Below the 32 767 seconds of MAX_TCP_KEEPIDLE and MAX_TCP_KEEPINTVL. */
    private static final DurationType KEEP_ALIVE_TIME = new DurationType(Duration.ofSeconds(1), Duration.ofHours(9), false);
    /** MAX_TCP_KEEPCNT. */
    private static final int MOST_PROBES = 127;
    private static final DurationType DEFERRAL = new DurationType(Duration.ofSeconds(1), Duration.ofMinutes(1), true);
    /** Milliseconds in an {@code int} are 24 days and some hours. */
    private static final DurationType UNACKNOWLEDGED = new DurationType(Duration.ofMillis(1), Duration.ofDays(24), true);
    /** What the system allows at most, it cuts larger numbers itself. */
    private static final int MOST_WAITING = 1_000_000;

    // of both
    private static final Key<Duration> IDLE =
            Key.of(Option.of("idle", KEEP_ALIVE_TIME, Duration.ofMinutes(1), "Silence before the first probe, in whole seconds."));
    private static final Key<Duration> INTERVAL =
            Key.of(Option.of("interval", KEEP_ALIVE_TIME, Duration.ofSeconds(10), "Time between two probes, in whole seconds."));
    private static final Key<Integer> COUNT =
            Key.of(Option.number("count", 3, 1, MOST_PROBES, "Unanswered probes that end the connection."));
    private static final Shape.Section<Optional<KeepAliveConfig>> PROBES = Shape.Section.of(
            values -> Optional.of(new KeepAliveConfig(values.get(IDLE), values.get(INTERVAL), values.get(COUNT))), IDLE, INTERVAL, COUNT);

    static final Key<Optional<KeepAliveConfig>> KEEP_ALIVE = Key.written(
            "keepAlive", "off", new Shape.OrWord<>("off", Optional.empty(), PROBES), "Probes that find out whether a silent peer is gone.");
    static final Key<Duration> USER_TIMEOUT = Key.of(Option.of(
            "userTimeout",
            UNACKNOWLEDGED,
            Duration.ZERO,
            "Time without an acknowledgement of what was sent after which a connection ends; `off`: the system's, some 15 minutes."));
    static final Key<Integer> MARK = Key.of(
            Option.number("mark", 0, 0, Integer.MAX_VALUE, "Mark of the packets for routing and firewall rules (Linux); 0 for none."));
    static final Key<String> INTERFACE =
            Key.optional("interface", new Shape.InterfaceName(), "The network interface that alone carries the connections (Linux).");

    // of a listener
    static final Key<Integer> BACKLOG = Key.of(Option.number(
            "backlog",
            ListenConfig.DEFAULT.backlog(),
            1,
            MOST_WAITING,
            "New connections that wait in the system until they are accepted; it takes no more than net.core.somaxconn."));
    static final Key<Duration> DEFER_ACCEPT = Key.written(
            "deferAccept",
            "false",
            new Shape.OrWord<>(
                    "false",
                    Duration.ZERO,
                    new Shape.OrWord<>("true", Duration.ofSeconds(1), new Shape.Value<>(DEFERRAL))),
            "Time, in whole seconds, that a client has to send its first byte before it is accepted all the same; `true` is 1s (Linux).");
    static final Key<Integer> FAST_OPEN = Key.written(
            "fastOpen",
            "off",
            new Shape.OrWord<>("off", 0, new Shape.Value<>(new NumberType(0, MOST_WAITING))),
            "Unfinished handshakes that may carry bytes already (TCP Fast Open, Linux); 0 is off.");

    static final Key<Boolean> REDIRECTED = Key.of(Option.flag("transparent", false,
            "Whether it takes connections or datagrams to addresses of others that the firewall redirects to it: a pool with the "
                    + "backend `*` brings them to where they wanted to go (Linux)."));

    // of a pool
    static final Key<List<InetAddress>> SOURCE_ADDRESSES = Key.optional(
            "sourceAddresses",
            new Shape.Several<>(new Shape.IpAddress(), 1),
            "Local addresses that connections come from, in turn; left out, the system chooses.");

    static final Key<Boolean> TRANSPARENT = Key.of(Option.flag("transparent", false,
            "Whether backends see each client's own address instead of the balancer's, which they have to answer to it (Linux)."));

    private SocketKeys() {}

    static ListenConfig listen(Values values) {
        return new ListenConfig(values.get(BACKLOG), values.get(DEFER_ACCEPT), values.get(FAST_OPEN), values.get(REDIRECTED),
                socket(values));
    }

    static ConnectConfig connect(Values values) {
        boolean isTransparent = values.get(TRANSPARENT);
        if (isTransparent && values.isWritten(SOURCE_ADDRESSES)) {
            values.error(SOURCE_ADDRESSES, Code.CONFLICTING_KEYS,
                    "with 'transparent' connections come from the clients' addresses: remove one of both");
        }
        return new ConnectConfig(values.find(SOURCE_ADDRESSES).orElse(List.of()), isTransparent, socket(values));
    }

    private static SocketConfig socket(Values values) {
        return new SocketConfig(values.get(KEEP_ALIVE), values.get(USER_TIMEOUT), values.get(MARK), values.find(INTERFACE));
    }
}
