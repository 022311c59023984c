package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingLineTest {

    private final WaitingLine line = new WaitingLine();
    private final List<String> calls = new ArrayList<>();

    private WaitingLine.Waiter waiter(String name) {
        WaitingLine.Waiter waiter = () -> calls.add(name);
        assertTrue(line.join(waiter, 10));
        return waiter;
    }

    private void called(String... names) {
        assertEquals(List.of(names), calls);
        calls.clear();
    }

    @Test
    void whoeverJoinsFirstIsCalledAtOnceForSomethingMayBeFreeByNow() {
        WaitingLine.Waiter first = waiter("first");
        called("first");
        waiter("second");
        called();
        line.foundNothing(first);
        called("first");
        line.foundNothing(first);
        called();
    }

    @Test
    void theFirstIsCalledWhenSomethingBecomesFreeAndTheNextWhenItLeaves() {
        WaitingLine.Waiter first = waiter("first");
        line.foundNothing(first);
        calls.clear();
        WaitingLine.Waiter second = waiter("second");
        line.foundNothing(first);
        calls.clear();
        line.somethingIsFree();
        called("first");
        line.leave(first);
        called("second");
        line.leave(second);
        assertEquals(0, line.length());
        line.somethingIsFree();
        called();
    }

    @Test
    void whatBecomesFreeWhileTheFirstLooksIsNotMissed() {
        WaitingLine.Waiter first = waiter("first");
        line.somethingIsFree();
        line.foundNothing(first);
        called("first", "first");
    }

    @Test
    void whatIsNotForTheFirstIsPassedOnAndNothingIsMissedMeanwhile() {
        WaitingLine.Waiter first = waiter("first");
        WaitingLine.Waiter second = waiter("second");
        WaitingLine.Waiter third = waiter("third");
        line.passesOn(first);
        line.passesOn(first);
        called("first", "second");
        line.leave(second);
        called("first");
        line.passesOn(first);
        line.somethingIsFree();
        line.passesOn(third);
        called("third", "first");
        line.passesOn(first);
        line.leave(third);
        line.passesOn(first);
        called("third", "first");
        line.somethingIsFree();
        called("first");
    }

    @Test
    void whoeverIsNotFirstLeavesWithoutACall() {
        WaitingLine.Waiter first = waiter("first");
        WaitingLine.Waiter second = waiter("second");
        calls.clear();
        line.leave(second);
        called();
        line.leave(second);
        assertEquals(1, line.length());
        line.leave(first);
        assertEquals(0, line.length());
    }

    @Test
    void aFullLineTakesNobody() {
        assertTrue(line.join(() -> {}, 1));
        assertFalse(line.join(() -> {}, 1));
        assertEquals(1, line.length());
    }
}
