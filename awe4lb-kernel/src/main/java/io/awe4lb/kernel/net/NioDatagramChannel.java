package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * A channel of datagrams that a {@link NioEventLoop} selects. Each datagram is read into the loop's buffer.
 *
 * <p>The selector tells again what is left, and so the usual wake-up, which brings one datagram, reads once and does not ask for a second
 * one: the question costs as much as an answer. A channel that is ready again at once has more than that, and is read until nothing is left.
 */
abstract sealed class NioDatagramChannel permits NioDatagramServer, NioDatagramSocket {

    final DatagramChannel channel;
    /** Reads a wake-up. */
    private final int most;

    private boolean isBursty;
    private int lastRound;

    NioDatagramChannel(DatagramChannel channel, int most) {
        this.channel = channel;
        this.most = most;
    }

    /** There is something to read. */
    abstract void onSelected();

    /** Closes. Idempotent. */
    abstract void close();

    /** The sender, where somebody wants to know. */
    void cameFrom(InetSocketAddress sender, Datagrams datagrams) {}

    /**
     * Reads what there is, as long as the channel is open.
     *
     * @param into what is read, one after the other
     * @param largest bytes of a datagram that is taken
     * @throws IOException if the system says that it cannot be read, or that a peer is not there
     */
    final void read(NioEventLoop loop, Datagrams into, DatagramReceiver receiver, int largest) throws IOException {
        isBursty |= lastRound + 1 == loop.round();
        lastRound = loop.round();
        int limit = isBursty ? most : 1;
        int count = 0;
        while (count < limit && channel.isOpen() && readOne(loop.buffer().bytes(), into)) {
            into.deliver(receiver, largest);
            count++;
        }
        isBursty &= count > 1;
    }

    /** @return whether there was one; an empty datagram has a sender, nothing has none */
    private boolean readOne(ByteBuffer buffer, Datagrams into) throws IOException {
        if (!(channel.receive(buffer) instanceof InetSocketAddress sender)) {
            return false;
        }
        cameFrom(sender, into);
        into.fill(0, buffer.position());
        return true;
    }
}
