package io.awe4lb.kernel.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.admission.Overload.Shortage;
import io.awe4lb.kernel.admission.Shedding.Measured;
import io.awe4lb.kernel.config.OverloadConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SheddingTest {

    private static final Measured CALM = new Measured(10, 10, Duration.ofMillis(1));
    private static final Measured FEW_DESCRIPTORS = new Measured(90, 10, Duration.ofMillis(1));

    private final Overload overload = new Overload();
    private final Shedding shedding = new Shedding(overload);
    private OverloadConfig limits = OverloadConfig.DEFAULT;
    private List<Integer> priorities = List.of(10, 50, 90);
    private long now = -Duration.ofHours(1).toNanos();

    private boolean look(Measured measured, int afterMillis) {
        now += Duration.ofMillis(afterMillis).toNanos();
        return shedding.look(measured, limits, new TreeSet<>(priorities), now);
    }

    @Test
    void nobodyIsTurnedAwayWhileThereIsEnough() {
        assertFalse(look(CALM, 0));
        assertFalse(overload.sheds(0));
    }

    @Test
    void eachSecondOneMorePriorityIsTurnedAwayAndNeverTheHighest() {
        assertTrue(look(FEW_DESCRIPTORS, 0));
        assertEquals(Set.of(Shortage.DESCRIPTORS), overload.shortages());
        assertTrue(overload.sheds(10));
        assertFalse(overload.sheds(50));
        assertFalse(look(FEW_DESCRIPTORS, 500));
        assertFalse(overload.sheds(50));
        assertTrue(look(FEW_DESCRIPTORS, 500));
        assertTrue(overload.sheds(50));
        assertFalse(look(FEW_DESCRIPTORS, 60_000));
        assertFalse(overload.sheds(90));
    }

    @Test
    void whereAllAreEqualNobodyIsTurnedAway() {
        priorities = List.of(50, 50);
        assertFalse(look(FEW_DESCRIPTORS, 0));
        assertEquals(0, overload.shedBelow());
        assertEquals(Set.of(Shortage.DESCRIPTORS), overload.shortages());
    }

    @Test
    void aThingIsShortUntilItIsClearlyBelowItsLimit() {
        look(FEW_DESCRIPTORS, 0);
        assertFalse(look(new Measured(86, 10, Duration.ZERO), 500));
        assertEquals(Set.of(Shortage.DESCRIPTORS), overload.shortages());
        assertFalse(look(new Measured(85, 10, Duration.ZERO), 100));
        assertEquals(Set.of(), overload.shortages());
        assertTrue(overload.sheds(10), "for a while");
    }

    @Test
    void priorityByPriorityIsServedAgainEveryFiveSeconds() {
        look(FEW_DESCRIPTORS, 0);
        look(FEW_DESCRIPTORS, 1_000);
        assertEquals(90, overload.shedBelow());
        look(CALM, 4_900);
        assertEquals(90, overload.shedBelow());
        assertTrue(look(CALM, 100));
        assertEquals(50, overload.shedBelow());
        look(CALM, 4_900);
        assertEquals(50, overload.shedBelow());
        look(CALM, 100);
        assertEquals(0, overload.shedBelow());
        look(FEW_DESCRIPTORS, 0);
        assertEquals(50, overload.shedBelow(), "and at once turned away when it comes again");
    }

    @Test
    void whereDescriptorsRunOutBetweenTwoLooksTheHighestAloneGetsTheLast() {
        look(CALM, 0);
        overload.descriptorsRunOut();
        assertTrue(overload.sheds(50));
        assertFalse(overload.sheds(90));
        assertTrue(look(new Measured(95, 10, Duration.ZERO), 100), "it is told");
        assertEquals(Set.of(Shortage.DESCRIPTORS), overload.shortages());
        assertEquals(90, overload.shedBelow());
        look(CALM, 4_900);
        assertEquals(90, overload.shedBelow());
        look(CALM, 100);
        assertEquals(50, overload.shedBelow());
    }

    @Test
    void whereAllAreEqualDescriptorsThatRunOutChangeNothing() {
        priorities = List.of(50);
        look(CALM, 0);
        overload.descriptorsRunOut();
        assertEquals(0, overload.shedBelow());
    }

    @Test
    void aHeapThatIsNearlyFullSparesNobody() {
        look(new Measured(0, 94, Duration.ZERO), 0);
        assertEquals(50, overload.shedBelow());
        assertTrue(look(new Measured(0, 95, Duration.ZERO), 10));
        assertTrue(overload.sheds(100));
        look(new Measured(0, 94, Duration.ZERO), 10);
        assertEquals(90, overload.shedBelow(), "the highest is served again at once");
    }

    @Test
    void aLaggingLoopIsAShortageOfItsOwn() {
        look(new Measured(0, 0, Duration.ofSeconds(1)), 0);
        assertEquals(Set.of(Shortage.LOOP_LAG), overload.shortages());
    }

    @Test
    void whatIsSwitchedOffIsNeverShort() {
        limits = new OverloadConfig(0, 0, Duration.ZERO);
        assertFalse(look(new Measured(100, 100, Duration.ofMinutes(1)), 0));
        assertEquals(0, overload.shedBelow());
    }

    @Test
    void aListenerThatIsGoneLeavesNobodyTurnedAwayWhoIsTheHighestNow() {
        look(FEW_DESCRIPTORS, 0);
        look(FEW_DESCRIPTORS, 1_000);
        priorities = List.of(10, 50);
        assertTrue(look(FEW_DESCRIPTORS, 100));
        assertFalse(overload.sheds(50));
        assertTrue(overload.sheds(10));
    }
}
