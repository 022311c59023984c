package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Allocation;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UdpAllocationTest extends OnEachTransport {

    private static final int ROUNDS = 10_000;
    /** What the compiler has not seen to yet allocates; on a busy machine it takes its time. */
    private static final int MOST_TRIES = 12;

    @Test
    void passingDatagramsOnAllocatesNothing() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).loops(1).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            double perRound = Double.MAX_VALUE;
            for (int i = 0; i < MOST_TRIES && perRound >= 1; i++) {
                long before = allocatedByTheLoop(balanced);
                converse(client, server);
                perRound = (allocatedByTheLoop(balanced) - before) / (double) ROUNDS;
            }
            assertTrue(perRound < 1, "bytes of heap a question and its answer: " + perRound);
        }
    }

    private static void converse(UdpClient client, UdpServer server) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            client.sends("question");
            server.answers(server.receives(), "answer");
            client.receives();
        }
    }

    private static long allocatedByTheLoop(Balanced balanced) {
        return CompletableFuture.supplyAsync(Allocation::allocated, balanced.balancer().loops().getFirst().loop()).join();
    }
}
