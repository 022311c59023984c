package io.awe4lb.plugins.accesslog;

import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.ConnectionRecord.End;
import io.awe4lb.spi.ConnectionRecord.Event;
import io.awe4lb.spi.ConnectionRecord.LiveConnections;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.awe4lb.spi.ConnectionRecord.Timings;
import io.awe4lb.spi.ConnectionRecord.Tls;
import io.awe4lb.spi.ConnectionRecord.Udp;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.EndSide;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A usual connection, one thing of it changed at a time. */
record Records(Event event, String listener, Protocol protocol, Client client, Optional<Tls> tls, Optional<Udp> udp, Timings timings,
        List<String> tried, EndReason reason) {

    static final Instant END = Instant.parse("2026-03-01T12:15:26.030Z");

    static Records usual() {
        var timings = new Timings(Optional.of(Duration.ofNanos(12_000)), Optional.empty(), Optional.of(Duration.ofNanos(1_234_567)),
                Optional.of(Duration.ofMillis(20)), Duration.ofNanos(30_007_999));
        return new Records(Event.END, "web", Protocol.TCP, Client.of(InetAddress.ofLiteral("127.0.0.1"), 42_340), Optional.empty(),
                Optional.empty(), timings, List.of("b1"), EndReason.NORMAL);
    }

    Records event(Event value) {
        return new Records(value, listener, protocol, client, tls, udp, timings, tried, reason);
    }

    Records listener(String value) {
        return new Records(event, value, protocol, client, tls, udp, timings, tried, reason);
    }

    Records client(Client value) {
        return new Records(event, listener, protocol, value, tls, udp, timings, tried, reason);
    }

    Records tls(Tls value) {
        return new Records(event, listener, Protocol.TLS, client, Optional.of(value), udp, timings, tried, reason);
    }

    Records udp(Udp value) {
        return new Records(event, listener, Protocol.UDP, client, tls, Optional.of(value), timings, tried, reason);
    }

    Records tried(String... values) {
        return new Records(event, listener, protocol, client, tls, udp, timings, List.of(values), reason);
    }

    Records untried() {
        return tried(new String[0]);
    }

    Records timings(Timings value) {
        return new Records(event, listener, protocol, client, tls, udp, value, tried, reason);
    }

    Records reason(EndReason value) {
        return new Records(event, listener, protocol, client, tls, udp, timings, tried, value);
    }

    ConnectionRecord record() {
        Optional<String> backend = tried.isEmpty() ? Optional.empty() : Optional.of(tried.getLast());
        Optional<End> end = event == Event.END ? Optional.of(new End(reason, reason.side().orElse(EndSide.CLIENT))) : Optional.empty();
        return new ConnectionRecord(END, 1_025, event, listener, protocol, client, client, Optional.of("pool"), backend, tls,
                Optional.empty(), udp, timings,
                517, 212,
                tried, end, new Some());
    }

    private record Some() implements LiveConnections {

        @Override
        public int process() {
            return 9;
        }

        @Override
        public int listener() {
            return 7;
        }

        @Override
        public int pool() {
            return 5;
        }

        @Override
        public int backend() {
            return 3;
        }
    }
}
