package io.awe4lb.kernel.net;

import java.nio.ByteBuffer;

/** Datagrams as if they had come, for a benchmark of another package. */
public final class Came {

    private static final ByteBuffer BYTES = ByteBuffer.allocateDirect(1);

    private Came() {}

    /**
     * One of a byte.
     *
     * @param port of its sender
     * @return filled once
     */
    public static Datagrams from(int port) {
        Datagrams datagrams = new Datagrams(BYTES);
        datagrams.addressLow = 0xFFFF_0A00_0001L;
        datagrams.port = port;
        datagrams.fill(0, 1);
        return datagrams;
    }
}
