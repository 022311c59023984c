package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.listener.Fault;
import io.awe4lb.kernel.listener.Faults;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What connections see that somebody wants to fail. */
class FaultTest extends OnEachTransport {

    private static final Fault NONE = new Fault(100, Duration.ZERO, Duration.ZERO, OptionalLong.empty(), false, Optional.empty(),
            OptionalLong.empty(), Instant.now().plus(Duration.ofHours(1)), "test");

    private static Fault latency(int percent, Duration latency, Duration jitter) {
        return new Fault(percent, latency, jitter, OptionalLong.empty(), false, Optional.empty(), OptionalLong.empty(), NONE.until(),
                "test");
    }

    private static Fault blackhole(Instant until) {
        return new Fault(100, Duration.ZERO, Duration.ZERO, OptionalLong.empty(), true, Optional.empty(), OptionalLong.empty(), until,
                "test");
    }

    private static Faults faults(Balanced balanced) {
        return balanced.balancer().listeners().iterator().next().faults();
    }

    private static void converse(Peer client, Peer backend) throws IOException {
        client.sends("question");
        backend.receives("question");
        backend.sends("answer");
        client.receives("answer");
    }

    @Test
    void whatEitherSideSaysComesLater() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            faults(balanced).set(Optional.of(latency(100, Duration.ofMillis(50), Duration.ofMillis(10))));
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                long begin = System.nanoTime();
                for (int i = 0; i < 3; i++) {
                    converse(client, backend);
                }
                assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(6 * 40 - 6), "six times 40 to 60 ms");
                client.halfCloses();
                backend.seesEnd();
            }
        }
    }

    @Test
    void connectionsThatAreHereAreLeftAloneAndThoseThatHaveItAreAsUsualWhenItIsOver() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer before = balanced.client();
                Peer beforeBackend = listening.accepts()) {
            converse(before, beforeBackend);
            faults(balanced).set(Optional.of(blackhole(NONE.until())));
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("question");
                converse(before, beforeBackend);
                assertTrue(balanced.connections().stream().anyMatch(live -> live.bytesIn() == 0), "nothing has come through");
                faults(balanced).set(Optional.empty());
                backend.receives("question");
                backend.sends("answer");
                client.receives("answer");
                converse(client, backend);
            }
        }
    }

    @Test
    void aFaultWhoseTimeIsOverHoldsNobody() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            faults(balanced).set(Optional.of(blackhole(Instant.now().plusMillis(300))));
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                converse(client, backend);
            }
            assertEquals(Optional.empty(), faults(balanced).at(Instant.now()));
        }
    }

    @Test
    void theClientIsReset() throws Exception {
        var fault = new Fault(100, Duration.ZERO, Duration.ZERO, OptionalLong.empty(), false, Optional.of(Duration.ofMillis(300)),
                OptionalLong.empty(), NONE.until(), "test");
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            faults(balanced).set(Optional.of(fault));
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                converse(client, backend);
                client.seesReset();
                balanced.ended(EndReason.FAULT_INJECTED, 1);
            }
        }
    }

    @Test
    void theClientGetsSoManyBytesAndTheEnd() throws Exception {
        var fault = new Fault(100, Duration.ZERO, Duration.ZERO, OptionalLong.empty(), false, Optional.empty(), OptionalLong.of(10_000),
                NONE.until(), "test");
        byte[] sent = random(30_000);
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            faults(balanced).set(Optional.of(fault));
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("question");
                backend.receives("question");
                var sending = CompletableFuture.runAsync(() -> writes(backend, sent));
                byte[] got = client.input().readAllBytes();
                assertArrayEquals(Arrays.copyOf(sent, 10_000), got);
                balanced.ended(EndReason.FAULT_INJECTED, 1);
                sending.handle((_, _) -> true).get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void bytesComeSlowlyAndWhole() throws Exception {
        var fault = new Fault(100, Duration.ZERO, Duration.ZERO, OptionalLong.of(500_000), false, Optional.empty(), OptionalLong.empty(),
                NONE.until(), "test");
        byte[] sent = random(200_000);
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            faults(balanced).set(Optional.of(fault));
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                long begin = System.nanoTime();
                var sending = CompletableFuture.runAsync(() -> writes(client, sent));
                assertArrayEquals(sent, backend.input().readNBytes(sent.length));
                assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(290), "200 kB at 500 kB/s, 50 kB of it at once");
                sending.get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aShareOfConnectionsHasIt() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            Faults faults = faults(balanced);
            faults.set(Optional.of(latency(20, Duration.ofMillis(1), Duration.ZERO)));
            int drawn = 0;
            for (int i = 0; i < 10_000; i++) {
                drawn += faults.draw() == null ? 0 : 1;
            }
            assertTrue(drawn > 1_700 && drawn < 2_300, drawn + " of 10000, where the standard deviation is 40");
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static void writes(Peer peer, byte[] bytes) {
        try {
            peer.output().write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
