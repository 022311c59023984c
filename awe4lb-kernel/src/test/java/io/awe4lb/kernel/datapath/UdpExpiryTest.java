package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.listener.FlowLoop;
import io.awe4lb.kernel.net.Clocked;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.spi.EndReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that nothing moves in, by a clock of the test. */
@ParameterizedClass
@MethodSource("transports")
class UdpExpiryTest {

    private static final Clocked CLOCK = new Clocked();
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration ALMOST = IDLE.minusMillis(10);
    private static final Duration A_BIT = Duration.ofMillis(20);

    @Parameter
    Transport transport;

    static Stream<Named<Transport>> transports() {
        return CLOCK.transports().map(transport -> Named.of(transport.name(), transport));
    }

    @Test
    void aSessionEndsAfterItsIdleTimeAndNotBefore() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.idle(IDLE)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("question");
            server.receives("question");
            passes(balanced, ALMOST);
            assertEquals(1, balanced.stats().active());
            passes(balanced, A_BIT);
            assertEquals(0, balanced.stats().active());
            balanced.ended(EndReason.BACKEND_IDLE_TIMEOUT, 1);
        }
    }

    @Test
    void trafficOfBothDirectionsKeepsASessionAlive() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.idle(IDLE)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("question");
            var question = server.receives("question");
            passes(balanced, ALMOST);
            server.answers(question, "answer");
            client.receives("answer");
            passes(balanced, ALMOST);
            client.sends("another");
            assertEquals(question.from(), server.receives("another").from());
            passes(balanced, ALMOST);
            server.answers(question, "answer");
            client.receives("answer");
            assertEquals(1, balanced.stats().active());
            passes(balanced, IDLE.plus(A_BIT));
            balanced.ended(EndReason.CLIENT_IDLE_TIMEOUT, 1);
        }
    }

    @Test
    void whoComesBackAfterItsEndIsANewSession() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.idle(IDLE)).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            server.receives("1");
            passes(balanced, IDLE.plus(A_BIT));
            client.sends("2");
            server.receives("2");
            assertEquals(2, balanced.stats().accepted());
            assertEquals(1, balanced.stats().active());
        }
    }

    /** A round that was under way goes by the time before; one that begins afterwards does not. */
    private static void passes(Balanced balanced, Duration time) {
        CLOCK.advance(time);
        for (FlowLoop loop : balanced.balancer().loops()) {
            long before = loop.stats().rounds();
            Eventually.until("a round has begun and ended", () -> {
                CompletableFuture.runAsync(() -> {}, loop.loop()).join();
                return loop.stats().rounds() > before + 1;
            });
        }
    }
}
