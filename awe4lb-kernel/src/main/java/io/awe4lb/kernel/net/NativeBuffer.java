package io.awe4lb.kernel.net;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Native memory with its address, so that a transport which calls the system itself has no object to make for a read or a write. Belongs to
 * one loop; not thread safe.
 */
public sealed class NativeBuffer permits BufferPool.Loan {

    private final ByteBuffer bytes;
    private final long address;

    /** @param bytes direct, position 0 */
    NativeBuffer(ByteBuffer bytes) {
        this.bytes = bytes;
        this.address = MemorySegment.ofBuffer(bytes).address();
    }

    /**
     * The memory.
     *
     * @return with position and limit as left by the last use
     */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Where the position of a direct buffer is in memory. */
    static long addressOf(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct).address(); // that of the position
    }

    /** Where the buffer's position is in memory. */
    long position() {
        return address + bytes.position();
    }

    /** After a read or a write of the system. */
    void advance(int count) {
        bytes.position(bytes.position() + count);
    }
}
