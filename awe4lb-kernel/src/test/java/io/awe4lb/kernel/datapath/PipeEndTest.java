package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.net.NarrowLinux;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The end of a stream does not overtake what is in a pipe: the sender has said its end before the receiver begins to read, and the pipe
 * between them is seen to hold bytes meanwhile. Rounds in which it does not, since the stream came in pieces too small for a pipe, do not
 * count.
 */
class PipeEndTest {

    private static final int TIMES = 1000;
    private static final int MOST = 800_000;
    /** The first ones are copied: a stream has to show that it is one. */
    private static final int LEAST = 500_000;

    private final NarrowLinux system = new NarrowLinux();
    private final byte[] source = new byte[MOST];
    private int counted;

    @Test
    void whatIsInThePipeToTheBackendArrivesBeforeTheClientsEnd() throws Exception {
        new Random(3).nextBytes(source);
        try (var listening = Listening.slow(); var balanced = Balanced.over(listening.spec()).on(system.transport())) {
            for (int round = 0; counted < TIMES; round++) {
                assertTrue(round < 2 * TIMES, () -> "only " + counted + " rounds with bytes in the pipe");
                try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                    assertArrivesBeforeTheEnd(client, backend, round);
                }
            }
            Eventually.is(0, balanced::lent, () -> "everything is given back");
        }
    }

    @Test
    void whatIsInThePipeToTheClientArrivesBeforeTheBackendsEnd() throws Exception {
        new Random(4).nextBytes(source);
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(system.transport())) {
            for (int round = 0; counted < TIMES; round++) {
                assertTrue(round < 2 * TIMES, () -> "only " + counted + " rounds with bytes in the pipe");
                try (Peer client = Peer.connectSlowly(balanced.address()); Peer backend = listening.accepts()) {
                    assertArrivesBeforeTheEnd(backend, client, round);
                }
            }
            Eventually.is(0, balanced::lent, () -> "everything is given back");
        }
    }

    private void assertArrivesBeforeTheEnd(Peer sender, Peer receiver, int round) throws Exception {
        int waitsBefore = system.waits();
        int length = LEAST + new Random(round).nextInt(MOST - LEAST);
        sender.output().write(source, 0, length);
        sender.halfCloses();
        byte[] received = receiver.input().readAllBytes();
        assertEquals(length, received.length, () -> "round " + round);
        assertArrayEquals(Arrays.copyOf(source, length), received, () -> "round " + round);
        if (system.waits() > waitsBefore) {
            counted++;
        }
    }
}
