package io.awe4lb.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SpareDescriptorsTest {

    private final AtomicLong open = new AtomicLong(100);
    private final AtomicLong now = new AtomicLong();
    private int looks;

    private SpareDescriptors ofLimit(long limit) {
        var spare = new SpareDescriptors(() -> {
            looks++;
            return open.get();
        }, limit, now::get);
        looks = 0;
        return spare;
    }

    private int takenAll(SpareDescriptors spare) {
        int taken = 0;
        while (spare.take(1)) {
            open.incrementAndGet();
            taken++;
        }
        return taken;
    }

    @Test
    void aQuarterOfAFewIsKeptBackAnd128OfMany() {
        assertEquals(225, takenAll(ofLimit(400)));
        open.set(100);
        assertEquals(20_000 - 100 - 128, takenAll(ofLimit(20_000)));
    }

    @Test
    void theSystemIsAskedSeldom() {
        SpareDescriptors spare = ofLimit(20_000);
        takenAll(spare);
        assertTrue(looks <= 20, () -> looks + " looks for 19 772 descriptors: each finds half of what is left");
    }

    @Test
    void whoWantsTwoGetsBothOrNone() {
        SpareDescriptors spare = ofLimit(400);
        open.set(324);
        assertFalse(spare.take(2));
        now.addAndGet(Duration.ofMillis(10).toNanos());
        assertTrue(spare.take(1));
    }

    @Test
    void oneThatWasGivenBackIsThereAtTheNextLook() {
        SpareDescriptors spare = ofLimit(400);
        takenAll(spare);
        int before = looks;
        open.decrementAndGet();
        now.addAndGet(Duration.ofMillis(10).toNanos() - 1);
        assertFalse(spare.take(1));
        assertEquals(before, looks, "not asked again so soon");
        now.incrementAndGet();
        assertTrue(spare.take(1));
    }

    @Test
    void thoseWhoDoNotAskAreSeenBeforeTheyHaveTakenAll() {
        SpareDescriptors spare = ofLimit(400);
        int taken = 0;
        while (spare.take(1)) {
            open.addAndGet(2); // each time somebody else opens one, too
            taken++;
        }
        assertTrue(taken >= 112 && open.get() <= 326, () -> open + " open");
    }

    @Test
    void thatButAFewAreLeftIsToldBeforeTheyAreTaken() {
        SpareDescriptors spare = ofLimit(20_000);
        List<Long> told = new ArrayList<>();
        spare.tellOfFew(1_000, () -> told.add(20_000 - 128 - open.get()));
        takenAll(spare);
        assertEquals(1_000, told.getFirst());
        assertTrue(looks <= 20, () -> looks + " looks");
    }

    @Test
    void nothingIsKeptBackWhereNobodyCounts() {
        for (int i = 0; i < 1000; i++) {
            assertTrue(SpareDescriptors.UNCOUNTED.take(1000));
        }
    }
}
