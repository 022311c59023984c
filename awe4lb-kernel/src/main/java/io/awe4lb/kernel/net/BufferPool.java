package io.awe4lb.kernel.net;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Native buffers for what a peer would not take yet, in three sizes, so that a hundred bytes do not hold 64 kB. Belongs to one loop; not
 * thread safe.
 *
 * <p>A few of each size are kept; the others are freed at once when they come back, not when the collector finds them.
 */
public final class BufferPool implements AutoCloseable {

    private static final int[] SIZES = {4 * 1024, 16 * 1024, EventLoop.BUFFER_SIZE};
    /** Kept of each size: 32 × 84 kB, 2.6 MB a loop at most. */
    private static final int KEPT = 32;

    private final Shelf[] shelves = new Shelf[SIZES.length];
    private int lent;

    BufferPool() {
        for (int i = 0; i < SIZES.length; i++) {
            shelves[i] = new Shelf(SIZES[i]);
        }
    }

    /** A buffer on loan. Its holder gives it back to the pool it came from, once. */
    public static final class Loan extends NativeBuffer {
        private final Arena arena;
        private final Shelf shelf;

        private Loan(Arena arena, Shelf shelf) {
            super(arena.allocate(shelf.size).asByteBuffer());
            this.arena = arena;
            this.shelf = shelf;
        }
    }

    /**
     * Copies bytes into a pooled buffer.
     *
     * @param source at most {@link EventLoop#BUFFER_SIZE} bytes, all taken
     * @return a buffer from whose position to limit they stand
     * @throws OutOfMemoryError if there is no native memory for it
     */
    public Loan copy(ByteBuffer source) {
        Loan loan = lend(source.remaining());
        loan.bytes().put(source).flip();
        return loan;
    }

    /**
     * Lends a buffer.
     *
     * @param room bytes at least, up to {@link EventLoop#BUFFER_SIZE}
     * @return with nothing in it and as much room as there is
     * @throws OutOfMemoryError if there is no native memory for it
     */
    public Loan lend(int room) {
        Shelf shelf = shelves[0];
        for (int i = 1; shelf.size < room; i++) {
            shelf = shelves[i];
        }
        Loan kept = shelf.kept.pollFirst();
        Loan loan = kept == null ? new Loan(Arena.ofConfined(), shelf) : kept;
        loan.bytes().clear();
        lent++;
        return loan;
    }

    /**
     * Takes a buffer back.
     *
     * @param loan not used any more
     */
    public void giveBack(Loan loan) {
        lent--;
        if (loan.shelf.kept.size() < KEPT) {
            loan.shelf.kept.addFirst(loan);
        } else {
            loan.arena.close();
        }
    }

    /**
     * How many buffers are out.
     *
     * @return zero when no peer is behind
     */
    public int lent() {
        return lent;
    }

    @Override
    public void close() {
        for (Shelf shelf : shelves) {
            shelf.kept.forEach(loan -> loan.arena.close());
            shelf.kept.clear();
        }
    }

    private static final class Shelf {
        private final int size;
        private final ArrayDeque<Loan> kept = new ArrayDeque<>();

        Shelf(int size) {
            this.size = size;
        }
    }
}
