package io.awe4lb.kernel.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.ConnectionRecord;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class EntryRingTest {

    private static final int MANY = 1_000_000;

    private record Numbered(int number) implements LogEntry {

        @Override
        public LogPlan plan() {
            return LogPlan.NOTHING;
        }

        @Override
        public long time() {
            return number;
        }

        @Override
        public ConnectionRecord record(IntSupplier liveConnections) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void whatCameFirstLeavesFirst() {
        var ring = new EntryRing();
        var first = new Numbered(1);
        var second = new Numbered(2);
        assertNull(ring.peek());
        assertNull(ring.poll());
        ring.offer(first);
        ring.offer(second);
        assertEquals(2, ring.waiting());
        assertSame(first, ring.peek());
        assertSame(first, ring.poll());
        assertSame(second, ring.poll());
        assertNull(ring.poll());
        assertTrue(ring.isEmpty());
    }

    @Test
    void whatFindsNoRoomIsDroppedAndCounted() {
        var ring = new EntryRing();
        for (int i = 0; i < EntryRing.CAPACITY; i++) {
            assertTrue(ring.offer(new Numbered(i)));
        }
        assertFalse(ring.offer(new Numbered(-1)));
        assertFalse(ring.offer(new Numbered(-1)));
        assertEquals(2, ring.dropped());
        assertEquals(new Numbered(0), ring.poll());
        assertTrue(ring.offer(new Numbered(EntryRing.CAPACITY)));
        for (int i = 1; i <= EntryRing.CAPACITY; i++) {
            assertEquals(new Numbered(i), ring.poll());
        }
    }

    @Test
    void betweenTwoThreadsNothingIsLostDoubleOrOutOfOrder() throws Exception {
        var ring = new EntryRing();
        Thread producer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < MANY; i++) {
                while (!ring.offer(new Numbered(i))) {
                    Thread.yield();
                }
            }
        });
        for (int i = 0; i < MANY; i++) {
            LogEntry entry = ring.poll();
            while (entry == null) {
                Thread.yield();
                entry = ring.poll();
            }
            assertEquals(new Numbered(i), entry);
        }
        producer.join();
        assertTrue(ring.isEmpty());
    }
}
