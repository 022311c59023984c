package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.listener.FlowLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvenLoopsTest extends OnEachTransport {

    @Test
    void fourConnectionsAreTwoOnEachOfTwoLoops() throws Exception {
        assertTrue(isEven(connectionsOnTwoLoops(4), 0), "two each");
    }

    @Test
    void fourHundredConnectionsAreNearlyEven() throws Exception {
        List<Integer> counts = connectionsOnTwoLoops(400);
        assertTrue(isEven(counts, Math.min(counts.get(0), counts.get(1)) / 2 + 1), counts::toString);
    }

    private static boolean isEven(List<Integer> counts, int slack) {
        return Math.abs(counts.get(0) - counts.get(1)) <= slack;
    }

    /** One after the other, so that each accept sees the counts of those before. */
    private List<Integer> connectionsOnTwoLoops(int connections) throws Exception {
        List<Peer> peers = new ArrayList<>();
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).loops(2).on(transport)) {
            for (int i = 0; i < connections; i++) {
                peers.add(balanced.client());
                peers.add(listening.accepts());
            }
            return balanced.balancer().loops().stream().map(FlowLoop::count).toList();
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }
}
