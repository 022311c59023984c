package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Allocation;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AllocationTest extends OnEachTransport {

    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 10_000;

    @Test
    void passingBytesOnAllocatesNothing() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).loops(1).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            converse(client, backend, WARM_UP);
            long before = allocatedByTheLoop(balanced);
            converse(client, backend, MEASURED);
            double perRound = (allocatedByTheLoop(balanced) - before) / (double) MEASURED;
            assertTrue(perRound < 1, () -> "bytes of heap a question and its answer: " + perRound);
        }
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
