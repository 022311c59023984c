package io.awe4lb.kernel.net;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Room for a number of datagrams of any size. Memory that no datagram has touched costs nothing: the system gives pages with the first byte
 * in them. On one loop.
 */
final class DatagramSlots {

    /** The largest datagram, or several that the system has joined, and a little more, so that slots do not share places of the cache. */
    private static final int SLOT = 64 * 1024 + 192;
    static final int ROOM = 64 * 1024;

    private final LibC libc;
    private final long address;
    private final ByteBuffer bytes;

    @SuppressWarnings("restricted") // the module is given native access by the start script
    DatagramSlots(LibC libc, int count) {
        this.libc = libc;
        this.address = libc.calloc(count, SLOT);
        if (address == 0) {
            throw new OutOfMemoryError("no memory for " + count + " datagrams");
        }
        this.bytes = MemorySegment.ofAddress(address).reinterpret((long) count * SLOT).asByteBuffer();
    }

    /** All of it, by offsets. */
    ByteBuffer bytes() {
        return bytes;
    }

    int offset(int slot) {
        return slot * SLOT;
    }

    long address(int slot) {
        return address + offset(slot);
    }

    /** Gives the memory back. Nothing of it may be used any more. */
    void close() {
        libc.free(address);
    }
}
