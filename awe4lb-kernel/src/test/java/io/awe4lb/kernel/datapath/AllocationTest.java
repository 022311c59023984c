package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Allocation;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AllocationTest extends OnEachTransport {

    private static final int MEASURED = 10_000;
    /** Until everything is compiled objects are made that are not later; on a busy machine that takes a while. */
    private static final int BATCHES = 30;

    @Test
    void passingBytesOnAllocatesNothing() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).loops(1).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            double perRound = Double.MAX_VALUE;
            for (int batch = 0; batch < BATCHES && perRound >= 1; batch++) {
                perRound = allocatedPerRound(balanced, client, backend);
            }
            double last = perRound;
            assertTrue(last < 1, () -> "bytes of heap a question and its answer: " + last);
        }
    }

    private static double allocatedPerRound(Balanced balanced, Peer client, Peer backend) throws IOException {
        long before = allocatedByTheLoop(balanced);
        converse(client, backend, MEASURED);
        return (allocatedByTheLoop(balanced) - before) / (double) MEASURED;
    }

    private static void converse(Peer client, Peer backend, int rounds) throws IOException {
        for (int i = 0; i < rounds; i++) {
            client.sends("question");
            backend.receives("question");
            backend.sends("answer");
            client.receives("answer");
        }
    }

    private static long allocatedByTheLoop(Balanced balanced) {
        return CompletableFuture.supplyAsync(Allocation::allocated, balanced.balancer().loops().getFirst().loop()).join();
    }
}
