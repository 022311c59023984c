package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.Allocation;
import io.awe4lb.spi.Backend;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a strategy sees of a backend. */
class BackendSeenTest {

    private static final int LOOPS = 3;

    private final PoolBackend backend =
            new PoolBackend(null, LivingPool.spec("a", 1, 1, 7), TestBackends.UP, List.of(new InetSocketAddress("127.0.0.1", 80)), LOOPS);

    @Test
    void bytesAreThoseOfBothDirectionsAndAllLoops() {
        assertEquals(0, backend.bytes());

        backend.counters(0).moved(1, 20);
        backend.counters(2).moved(300, 4_000);
        backend.counters(2).moved(50_000, 0);

        assertEquals(54_321, backend.bytes());
    }

    @Test
    void theLimitIsThatOfTheLastAnswerOfDiscovery() {
        assertEquals(7, backend.maxConnections());
        backend.update(LivingPool.spec("a", 1, 1, 0));
        assertEquals(0, backend.maxConnections());
    }

    /** The least of several runs: the compiler may replace code meanwhile. */
    @Test
    void lookingAllocatesNothing() {
        Backend seen = backend;
        long least = Long.MAX_VALUE;
        for (int run = 0; run < 10; run++) {
            least = Math.min(least, Allocation.of(() -> look(seen)));
        }
        assertEquals(0, least);
    }

    private static void look(Backend seen) {
        long sum = 0;
        for (int i = 0; i < 10_000; i++) {
            sum += seen.bytes() + seen.maxConnections() + seen.activeConnections();
        }
        assertEquals(70_000, sum);
    }
}
