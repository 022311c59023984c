package io.awe4lb.kernel.admission;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.function.LongSupplier;

/**
 * What the heap still has room for. Long lists ask here before they take it: a heap that is full ends the process, and with it every
 * connection. On one thread.
 */
final class HeapRoom {

    /** Of the heap, a share is left to everything else. */
    private static final int SHARE_KEPT = 10;
    private static final long MEBIBYTE = 1 << 20;
    /** Below this much nobody is asked. */
    private static final long LITTLE = MEBIBYTE;

    private final LongSupplier used;
    private final LongSupplier size;
    private final Runnable collect;

    /** Found when it is needed first: to ask the JVM for it takes a part of the time of a start. */
    private static final class Largest {

        static final MemoryPoolMXBean PART = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP).max(Comparator.comparingLong(pool -> pool.getUsage().getMax()))
                .orElseThrow();

        private Largest() {}

        static long used() {
            return PART.getUsage().getUsed();
        }

        static long size() {
            long most = PART.getUsage().getMax();
            return most < 0 ? Runtime.getRuntime().maxMemory() : most;
        }
    }

    /**
     * Of some heap.
     *
     * @param used how many bytes are in use, or not collected yet
     * @param size in bytes, at most
     * @param collect takes away what nobody uses
     */
    HeapRoom(LongSupplier used, LongSupplier size, Runnable collect) {
        this.used = used;
        this.size = size;
        this.collect = collect;
    }

    /** The largest part of the heap: long arrays go there, however much is free in another one. */
    static HeapRoom ofThisProcess() {
        return new HeapRoom(Largest::used, Largest::size, System::gc);
    }

    /**
     * Asks for some of it. What nobody uses any more is collected before the answer is no.
     *
     * @param bytes that are about to be taken
     * @throws IOException with a sentence, if there are not so many
     */
    void require(long bytes) throws IOException {
        if (bytes < LITTLE || has(bytes)) {
            return;
        }
        collect.run();
        if (!has(bytes)) {
            throw new IOException(
                    "the lists of networks are too long for the memory that there is: they need %d MiB more, of a heap of %d MiB:"
                            .formatted(bytes / MEBIBYTE, size.getAsLong() / MEBIBYTE)
                            + " raise it (AWE4LB_JAVA_OPTS=-Xmx…), or shorten the lists");
        }
    }

    private boolean has(long bytes) {
        long all = size.getAsLong();
        return used.getAsLong() + bytes + all / SHARE_KEPT <= all;
    }
}
