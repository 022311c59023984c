package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A bound socket of datagrams from and to many peers. Once {@link EventLoop#serve} was called it belongs to that loop; not thread safe. */
public sealed interface DatagramServer permits NioDatagramServer, LinuxDatagramServer {

    /**
     * Where it is bound. Any thread.
     *
     * @return with the port that the system chose, if it was asked to
     */
    InetSocketAddress address();

    /**
     * What the system keeps until it is read. Any thread, before it is served.
     *
     * @return bytes, as SO_RCVBUF was asked for
     */
    int receiveBuffer();

    /**
     * Sends answers, from where the peer has sent to; perhaps together with others, but before the round ends. Failures are told to the
     * handler. What is opened for them stays until the peer is forgotten.
     *
     * @param to who has asked
     * @param datagrams of another socket of the same loop
     */
    void reply(DatagramPeer to, Datagrams datagrams);

    /**
     * Nobody answers a peer any more. On the loop.
     *
     * @param peer of this server
     */
    void forget(DatagramPeer peer);

    /**
     * Is otherwise from now on. On the loop, or before it is served.
     *
     * @param options the interface is as it was bound
     * @throws IOException if the system refuses one, naming it
     */
    void change(DatagramOptions options) throws IOException;

    /** Closes. Idempotent; no handler is called afterwards. */
    void close();
}
