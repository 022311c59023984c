package io.awe4lb.kernel.net;

import java.nio.ByteBuffer;

/** Datagrams as if they had come. */
public final class Arrived {

    private Arrived() {}

    /** One of a byte. */
    public static Datagrams from(long addressLow, int port) {
        return from(addressLow, port, 1, 1);
    }

    /** Several, joined by the system. */
    public static Datagrams from(long addressLow, int port, int bytes, int size) {
        Datagrams datagrams = new Datagrams(ByteBuffer.allocateDirect(Math.max(1, bytes)));
        datagrams.addressLow = addressLow;
        datagrams.port = port;
        datagrams.fill(0, bytes, size);
        return datagrams;
    }
}
