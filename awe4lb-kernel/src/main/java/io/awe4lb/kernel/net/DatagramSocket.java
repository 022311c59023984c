package io.awe4lb.kernel.net;

import java.nio.ByteBuffer;

/** A socket of datagrams to and from one peer. Belongs to the loop that opened it; not thread safe. */
public sealed interface DatagramSocket permits NioDatagramSocket, LinuxDatagramSocket {

    /**
     * Passes on what came; perhaps together with what comes next, but before the handler call's round ends. Failures are told to the handler.
     *
     * @param datagrams of another socket of the same loop
     */
    void pass(Datagrams datagrams);

    /**
     * Sends a datagram at once. Failures are told to the handler, which is not asked where to send it instead.
     *
     * @param datagram direct; from position to limit, as it is left behind
     */
    void send(ByteBuffer datagram);

    /** Closes. Idempotent; no handler is called afterwards. */
    void close();
}
