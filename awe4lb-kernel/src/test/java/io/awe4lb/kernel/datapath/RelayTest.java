package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RelayTest extends OnEachTransport {

    private static final int BULK = 24 * 1024 * 1024;

    @Test
    void bytesGoBothWays() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client()) {
            client.sends("hello");
            try (Peer backend = listening.accepts()) {
                backend.receives("hello");
                backend.sends("world");
                client.receives("world");
                client.sends("again");
                backend.receives("again");
            }
        }
    }

    @Test
    void aBackendThatSpeaksFirstIsHeard() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            backend.sends("220 ready\r\n");
            client.receives("220 ready\r\n");
        }
    }

    @Test
    void afterTheClientsEndAnswersStillCome() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("question");
            client.halfCloses();
            backend.receives("question");
            backend.seesEnd();
            backend.sends("answer");
            client.receives("answer");
            backend.halfCloses();
            client.seesEnd();
            balanced.ended(EndReason.NORMAL, 1);
        }
    }

    @Test
    void afterTheBackendsEndTheClientIsStillHeard() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            backend.sends("all I have to say");
            backend.halfCloses();
            client.receives("all I have to say");
            client.seesEnd();
            client.sends("but I go on");
            backend.receives("but I go on");
            client.halfCloses();
            backend.seesEnd();
            balanced.ended(EndReason.NORMAL, 1);
        }
    }

    @Test
    void withoutHalfCloseTheEndOfOneSideEndsBoth() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).halfClose(false).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            backend.sends("bye");
            backend.halfCloses();
            client.receives("bye");
            client.seesEnd();
            backend.seesEnd();
            balanced.ended(EndReason.NORMAL, 1);
        }
    }

    @Test
    void aResetOfTheBackendIsAResetForTheClient() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client()) {
            client.sends("x");
            Peer backend = listening.accepts();
            backend.receives("x");
            backend.resets();
            client.seesReset();
            balanced.ended(EndReason.BACKEND_RESET, 1);
        }
    }

    @Test
    void aResetOfTheClientIsAResetForTheBackend() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            Peer client = balanced.client();
            client.sends("x");
            try (Peer backend = listening.accepts()) {
                backend.receives("x");
                client.resets();
                backend.seesReset();
                balanced.ended(EndReason.CLIENT_RESET, 1);
            }
        }
    }

    @Test
    void bulkArrivesByteExactInBothDirectionsAtOnceAndTheEndsArePassedOn() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            var up = sending(client, 1);
            var down = sending(backend, 2);
            var received = async(() -> digest(backend.input()));
            byte[] answered = digest(client.input());
            assertArrayEquals(up.get(), received.get(), "client to backend");
            assertArrayEquals(down.get(), answered, "backend to client");
            balanced.ended(EndReason.NORMAL, 1);
            assertEquals(BULK, balanced.stats().bytesIn());
            assertEquals(BULK, balanced.stats().bytesOut());
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        }
    }

    @Test
    void aSlowReaderStopsTheSenderAndLosesNothing() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            var sent = sending(client, 3);
            Eventually.is(1, balanced::lent, () -> "a buffer or a pipe is held for the slow reader");
            long taken = balanced.stats().bytesIn();
            assertTrue(taken < BULK, () -> "all " + taken + " bytes were taken from the client although nobody reads them");
            assertArrayEquals(digestOf(3), digest(backend.input()));
            assertArrayEquals(digestOf(3), sent.get());
            Eventually.is(0, balanced::lent, () -> "it is given back");
        }
    }

    @Test
    void whatIsHeldForASlowReaderIsGivenBackWhenItResets() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client()) {
            Peer backend = listening.accepts();
            var _ = sending(client, 4);
            Eventually.is(1, balanced::lent, () -> "a buffer or a pipe is held for the slow reader");
            backend.resets();
            balanced.ended(EndReason.BACKEND_RESET, 1);
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        }
    }

    @Test
    void aConnectionThatIsOverLeavesNothingBehind() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            for (int i = 0; i < 100; i++) {
                try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                    client.sends("ping");
                    backend.receives("ping");
                    assertEquals(1, balanced.connections().size());
                }
                balanced.ended(EndReason.NORMAL, i + 1L);
            }
            assertEquals(0, balanced.connections().size());
            assertEquals(100, balanced.stats().accepted());
            assertEquals(0, balanced.stats().active());
            assertEquals(0, balanced.balancer().pools().iterator().next().members().all().getFirst().activeConnections());
        }
    }

    private static CompletableFuture<byte[]> sending(Peer peer, long seed) {
        return async(() -> {
            MessageDigest digest = sha();
            write(new DigestOutputStream(peer.output(), digest), seed);
            peer.halfCloses();
            return digest.digest();
        });
    }

    private static byte[] digestOf(long seed) throws Exception {
        MessageDigest digest = sha();
        write(new DigestOutputStream(OutputStream.nullOutputStream(), digest), seed);
        return digest.digest();
    }

    /** Pieces of random sizes, from one byte to more than the loop's buffer. */
    private static void write(OutputStream out, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] piece = new byte[200_000];
        for (int left = BULK; left > 0;) {
            int size = Math.min(left, 1 + random.nextInt(random.nextBoolean() ? 100 : piece.length));
            random.nextBytes(piece);
            out.write(piece, 0, size);
            left -= size;
        }
    }

    private static byte[] digest(InputStream in) throws Exception {
        var digesting = new DigestInputStream(in, sha());
        digesting.transferTo(OutputStream.nullOutputStream());
        return digesting.getMessageDigest().digest();
    }

    private static MessageDigest sha() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256");
    }

    private static <T> CompletableFuture<T> async(java.util.concurrent.Callable<T> work) {
        var future = new CompletableFuture<T>();
        Thread.ofVirtual().start(() -> {
            try {
                FutureTask<T> task = new FutureTask<>(work);
                task.run();
                future.complete(task.get(1, TimeUnit.MINUTES));
            } catch (ExecutionException failed) {
                future.completeExceptionally(failed.getCause());
            } catch (Exception failed) {
                future.completeExceptionally(failed);
            }
        });
        return future;
    }
}
