package io.awe4lb.kernel.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.spi.EndReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsTest {

    @Test
    void aListenersLoopsAreAddedUp() {
        var one = new ListenerCounters();
        one.accepted();
        one.accepted();
        one.moved(10, 200);
        one.closed(EndReason.NORMAL);
        var other = new ListenerCounters();
        other.accepted();
        other.accepted();
        other.moved(1, 0);
        other.moved(0, 2);
        other.closed(EndReason.NORMAL);
        other.closed(EndReason.NO_BACKEND);
        var expected = new ListenerStats(4, 1, Map.of(EndReason.NORMAL, 2L, EndReason.NO_BACKEND, 1L), 11, 202);
        assertEquals(expected, ListenerStats.of(List.of(one, other)));
    }

    @Test
    void aListenerNeverShowsFewerThanNoConnections() {
        var counters = new ListenerCounters();
        counters.closed(EndReason.NORMAL); // seen by a reader before its accept, which another field counts
        assertEquals(0, ListenerStats.of(List.of(counters)).active());
    }

    @Test
    void everyReasonOfAnEndHasItsOwnCount() {
        var counters = new ListenerCounters();
        for (EndReason reason : EndReason.values()) {
            for (int i = 0; i <= reason.ordinal(); i++) {
                counters.closed(reason);
            }
        }
        Map<EndReason, Long> closed = ListenerStats.of(List.of(counters)).closed();
        for (EndReason reason : EndReason.values()) {
            assertEquals(reason.ordinal() + 1L, closed.get(reason), reason.word());
        }
    }

    @Test
    void aBackendsLoopsAreAddedUp() {
        var one = new BackendCounters();
        one.connected(0);
        one.connectFailed(EndReason.BACKEND_REFUSED);
        one.moved(5, 7);
        var other = new BackendCounters();
        other.connected(0);
        other.connected(0);
        other.connectFailed(EndReason.BACKEND_REFUSED);
        other.connectFailed(EndReason.BACKEND_CONNECT_TIMEOUT);
        other.retried();
        other.moved(50, 70);
        Map<EndReason, Long> errors = Map.of(EndReason.BACKEND_REFUSED, 2L, EndReason.BACKEND_CONNECT_TIMEOUT, 1L);
        assertEquals(new BackendStats(9, 3, errors, 1, 55, 77), BackendStats.of(9, List.of(one, other)));
    }

    @Test
    void withoutLoopsNothingHappened() {
        assertEquals(new ListenerStats(0, 0, Map.of(), 0, 0), ListenerStats.of(List.of()));
        assertEquals(new BackendStats(0, 0, Map.of(), 0, 0, 0), BackendStats.of(0, List.of()));
    }

    @Test
    void aLoopCountsItsTroublesWithAccepting() {
        var counters = new LoopCounters();
        counters.acceptFailed();
        counters.acceptFailed();
        counters.acceptPaused();
        assertEquals(2, counters.acceptFailures());
        assertEquals(1, counters.acceptPauses());
    }
}
