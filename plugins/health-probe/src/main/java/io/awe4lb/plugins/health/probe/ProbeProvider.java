package io.awe4lb.plugins.health.probe;

import io.awe4lb.plugins.health.conversation.Expression;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.TextType;
import io.awe4lb.spi.Options;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes {@link StreamProbe}s and {@link DatagramProbe}s. */
public final class ProbeProvider implements HealthCheckProvider {

    /** What the bytes travel in. */
    enum Protocol {
        TCP, UDP, TLS
    }

    /** How the answer is compared. */
    enum Match {
        PREFIX, REGEX
    }

    static final Option<Protocol> PROTOCOL = Option.choice("protocol", Protocol.TCP, "What the bytes travel in.");
    static final Option<String> SEND = Option.text(
            "send", "", "What to send, with `\\r`, `\\n`, `\\t`, `\\\\` and `\\xNN` for bytes that cannot be written; empty: nothing.");
    static final Option<String> EXPECT = Option.text(
            "expect", "", "What has to come: the first bytes, or a regular expression; empty: whatever comes is right.");
    static final Option<Match> MATCH = Option.choice(
            "match", Match.PREFIX, "`prefix`: the answer begins with `expect`; `regex`: the expression is found in its first 64 KiB.");

    @Override
    public String type() {
        return "probe";
    }

    @Override
    public String description() {
        return "A backend is up when it answers what is sent to it as expected, over TCP, UDP or TLS.";
    }

    @Override
    public List<Option<?>> options() {
        return Stream.concat(Stream.of(PROTOCOL, SEND, EXPECT, MATCH), Tls.OPTIONS.stream()).toList();
    }

    @Override
    public HealthCheck create(Options options) {
        Protocol protocol = options.get(PROTOCOL);
        if (protocol != Protocol.TLS) {
            Tls.refuseUnused(options, "protocol: tls");
        }
        byte[] send = Escapes.bytes(SEND.name(), options.get(SEND));
        Expected expected = expected(options);
        return switch (protocol) {
            case TCP -> new StreamProbe(send, expected, Optional.empty());
            case TLS -> new StreamProbe(send, expected, Optional.of(Tls.of(options)));
            case UDP -> new DatagramProbe(requireSomething(send), expected);
        };
    }

    private static Expected expected(Options options) {
        String text = options.get(EXPECT);
        if (text.isEmpty()) {
            return new Expected.Anything();
        }
        return switch (options.get(MATCH)) {
            case PREFIX -> new Expected.Prefix(Escapes.bytes(EXPECT.name(), text));
            case REGEX -> new Expected.Somewhere(Expression.of(EXPECT.name(), text));
        };
    }

    /** Nobody answers a datagram that was not sent. */
    private static byte[] requireSomething(byte[] send) {
        if (send.length == 0) {
            throw new IllegalArgumentException("'protocol: udp' needs 'send': nothing would be answered");
        }
        return send;
    }
}
