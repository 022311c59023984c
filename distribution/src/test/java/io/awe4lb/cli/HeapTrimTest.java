package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeapTrimTest {

    private static final long MEGABYTE = 1 << 20;

    private final Recorded heap = new Recorded();
    private final HeapTrim trim = new HeapTrim(heap);

    @Test
    void aSmallHeapIsLeftAlone() {
        grow(192, 15);
        assertEquals(0, heap.collections);
    }

    @Test
    void oneThatHasGrownIsCollectedOnce() {
        grow(193, 15);
        trim.look();
        assertEquals(1, heap.collections);
    }

    @Test
    void whatLivesMayTakeItsRoomWithoutBeingCollectedAgainAndAgain() {
        grow(500, 400);
        grow(1200, 400);
        assertEquals(1, heap.collections);
        grow(1201, 400);
        assertEquals(2, heap.collections);
    }

    @Test
    void afterMuchHasDiedTheHeapHasToBeSmallAgain() {
        grow(1300, 400);
        grow(1300, 10);
        grow(193, 10);
        assertEquals(3, heap.collections);
    }

    private void grow(long used, long live) {
        heap.used = used * MEGABYTE;
        heap.live = live * MEGABYTE;
        trim.look();
    }

    private static final class Recorded implements HeapTrim.Heap {

        private long used;
        private long live;
        private int collections;

        @Override
        public long used() {
            return used;
        }

        @Override
        public void collect() {
            collections++;
            used = live;
        }
    }
}
