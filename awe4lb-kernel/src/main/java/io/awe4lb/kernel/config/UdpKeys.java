package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.DurationType;
import io.awe4lb.spi.OptionType.NumberType;
import io.awe4lb.spi.OptionType.SizeType;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The keys of a listener that belong to UDP. */
final class UdpKeys {

    private static final int MOST_SESSIONS = 10_000_000;
    private static final int MOST_COUNTED = 1_000_000;
    private static final long LARGEST_BUFFER = 1 << 30;
    private static final DurationType LIMITED = new DurationType(Duration.ofMillis(1), Option.LONGEST, false);

    private static final Key<Duration> IDLE = Key.of(Option.of("idle", LIMITED, UdpConfig.DEFAULT.idle(),
            "Time without a datagram in either direction after which a session ends."));
    private static final Key<Integer> MAX_SESSIONS = Key.of(Option.number("maxSessions", UdpConfig.DEFAULT.maxSessions(), 1, MOST_SESSIONS,
            "Sessions at once; then datagrams of new clients are dropped and counted."));
    private static final Key<Long> DATAGRAM = Key.of(Option.of("datagram", new SizeType(1, UdpConfig.DEFAULT.datagram()),
            (long) UdpConfig.DEFAULT.datagram(), "The largest datagram that is passed on; larger ones are dropped and counted."));
    private static final Key<Long> RECEIVE_BUFFER = Key.optional("receiveBuffer", new SizeType(1024, LARGEST_BUFFER),
            "What the system keeps for a socket until it is read (SO_RCVBUF); left out, the system decides.");
    private static final Key<Integer> MAX_REQUESTS = Key.optional("maxRequests", new NumberType(1, MOST_COUNTED),
            "Datagrams of a client in a session; the next one begins a new session with a new choice. Left out, there is no limit.");
    private static final Key<Integer> MAX_RESPONSES = Key.optional("maxResponses", new NumberType(0, MOST_COUNTED),
            "Answers to each datagram; the session ends when every one has its answers. 0: none is passed on, and no session kept. "
                    + "Left out, there is no limit.");

    static final Key<UdpConfig> UDP = Key.section(
            "udp",
            Shape.Section.of(UdpKeys::config, IDLE, MAX_SESSIONS, DATAGRAM, RECEIVE_BUFFER, MAX_REQUESTS, MAX_RESPONSES),
            "Sessions and datagrams, with `protocol: udp`.");

    private UdpKeys() {}

    private static UdpConfig config(Values values) {
        return new UdpConfig(
                values.get(IDLE),
                values.get(MAX_SESSIONS),
                values.get(DATAGRAM).intValue(),
                values.find(RECEIVE_BUFFER).orElse(0L).intValue(),
                limit(values.find(MAX_REQUESTS)),
                limit(values.find(MAX_RESPONSES)));
    }

    private static OptionalInt limit(Optional<Integer> written) {
        return written.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
