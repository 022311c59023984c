package io.awe4lb.kernel.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.awe4lb.kernel.net.Arrived;
import io.awe4lb.kernel.net.DatagramPeer;
import io.awe4lb.kernel.net.Datagrams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionTableTest {

    private static final int PORTS = 500;
    private static final int HOSTS = 8;
    private static final int STEPS = 60_000;

    private record Known(DatagramPeer peer) implements SessionTable.Member {}

    /** Beside a map of the JDK, with seeds that are part of the name of the failure. */
    @Test
    void itKnowsWhoIsInItAfterAnyOrderOfComingAndGoing() {
        for (int seed = 0; seed < 5; seed++) {
            var random = new Random(seed);
            var table = new SessionTable<Known>();
            Map<List<Long>, Known> model = new HashMap<>();
            for (int step = 0; step < STEPS; step++) {
                boolean fills = step / 6_000 % 2 == 0;
                long host = random.nextInt(HOSTS);
                int port = random.nextInt(PORTS);
                step(table, model, host, port, random.nextInt(10) < (fills ? 8 : 2), "seed " + seed + ", step " + step);
            }
            assertEquals(model.size(), table.size());
        }
    }

    private static void step(SessionTable<Known> table, Map<List<Long>, Known> model, long host, int port, boolean adds, String where) {
        Datagrams datagrams = Arrived.from(host, port);
        Known known = model.get(List.of(host, (long) port));
        assertSame(known, table.find(datagrams), where);
        if (adds && known == null) {
            Known made = new Known(datagrams.peer());
            table.add(made);
            model.put(List.of(host, (long) port), made);
        } else if (!adds && known != null) {
            table.remove(known);
            model.remove(List.of(host, (long) port));
            assertNull(table.find(datagrams), where);
        }
    }

    @Test
    void oneThatIsNotInItIsNotTakenOut() {
        var table = new SessionTable<Known>();
        Known one = new Known(Arrived.from(1, 1).peer());
        table.add(one);
        table.remove(new Known(Arrived.from(1, 1).peer()));
        table.remove(new Known(Arrived.from(2, 2).peer()));
        assertEquals(1, table.size());
        assertSame(one, table.find(Arrived.from(1, 1)));
    }
}
