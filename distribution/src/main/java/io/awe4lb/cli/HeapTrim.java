package io.awe4lb.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the heap near what lives in it. The serial collector alone looks at old objects only when the heap has reached its largest size, a
 * quarter of the machine's memory: what large configurations leave when they are read would stay until then.
 *
 * <p>A pause for it is as long as one at that size would be, some tens of milliseconds, and comes only after the heap has grown to a
 * multiple of what lives. Traffic alone does not make it grow.
 */
final class HeapTrim implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofSeconds(2);
    /** Up to here it may grow in any case, in bytes. */
    private static final long ENOUGH = 192L << 20;
    /** How often what lives may go into it. */
    private static final int MULTIPLE = 3;

    private final Heap heap;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long limit = ENOUGH;

    HeapTrim(Heap heap) {
        this.heap = heap;
    }

    /** The memory of objects. */
    interface Heap {

        /** Bytes in use, dead ones among them. */
        long used();

        /** Drops what is dead and gives back what is not needed. */
        void collect();
    }

    /** This process's. */
    private record OwnHeap(Runtime runtime) implements Heap {

        @Override
        public long used() {
            return runtime.totalMemory() - runtime.freeMemory();
        }

        @Override
        public void collect() {
            runtime.gc();
        }
    }

    /** Looks after this process's heap until closed. */
    static HeapTrim begin() {
        var trim = new HeapTrim(new OwnHeap(Runtime.getRuntime()));
        Thread.ofVirtual().name("heap-trim").start(trim::watch);
        return trim;
    }

    private void watch() {
        try {
            while (!closed.await(BETWEEN.toNanos(), TimeUnit.NANOSECONDS)) {
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look, and what follows from it. */
    void look() {
        if (heap.used() > limit) {
            heap.collect();
            limit = Math.max(ENOUGH, MULTIPLE * heap.used());
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
