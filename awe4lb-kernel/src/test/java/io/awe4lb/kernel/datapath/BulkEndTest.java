package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.Eventually;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The end of a bulk stream overtakes nothing: what is still in a buffer or a pipe arrives before it. */
class BulkEndTest extends OnEachTransport {

    private static final int TIMES = 500;
    private static final int MOST = 400_000;

    private final byte[] source = new byte[MOST];

    @Test
    void whatWaitsForTheBackendArrivesBeforeTheClientsEnd() throws Exception {
        new Random(1).nextBytes(source);
        try (var listening = Listening.slow(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            for (int i = 0; i < TIMES; i++) {
                try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                    assertArrivesBeforeTheEnd(client, backend, i);
                }
            }
            Eventually.is(0, balanced::lent, () -> "everything is given back");
        }
    }

    @Test
    void whatWaitsForTheClientArrivesBeforeTheBackendsEnd() throws Exception {
        new Random(2).nextBytes(source);
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            for (int i = 0; i < TIMES; i++) {
                try (Peer client = Peer.connectSlowly(balanced.address()); Peer backend = listening.accepts()) {
                    assertArrivesBeforeTheEnd(backend, client, i);
                }
            }
            Eventually.is(0, balanced::lent, () -> "everything is given back");
        }
    }

    /** The sender is done and has said its end before the receiver, whose window is tiny, begins to read. */
    private void assertArrivesBeforeTheEnd(Peer sender, Peer receiver, int round) throws Exception {
        int length = MOST / 2 + new Random(round).nextInt(MOST / 2);
        sender.output().write(source, 0, length);
        sender.halfCloses();
        byte[] received = receiver.input().readAllBytes();
        assertEquals(length, received.length, () -> "round " + round);
        assertArrayEquals(Arrays.copyOf(source, length), received, () -> "round " + round);
    }
}
