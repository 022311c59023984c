package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/** A channel of datagrams that is connected. */
final class NioDatagramSocket extends NioDatagramChannel implements DatagramSocket {

    private static final int READS_PER_WAKE_UP = 16;

    private final NioEventLoop loop;
    private final int largest;
    private final InetSocketAddress remote;
    private @Nullable DatagramHandler handler;

    NioDatagramSocket(DatagramChannel channel, NioEventLoop loop, InetSocketAddress remote, int largest, DatagramHandler handler) {
        super(channel, READS_PER_WAKE_UP);
        this.remote = remote;
        this.loop = loop;
        this.largest = largest;
        this.handler = handler;
    }

    void register(Selector selector) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    @Override
    void onSelected() {
        DatagramHandler handler = this.handler;
        if (handler == null) {
            return;
        }
        try {
            read(loop, loop.datagrams(), handler, largest);
        } catch (IOException refused) {
            refused(handler, refused, 0);
        }
    }

    /** The JDK has no words for what ICMP says. */
    private static @Nullable DatagramSocket refused(DatagramHandler handler, IOException failure, int unsent) {
        boolean isTold = failure instanceof PortUnreachableException;
        IOException why = isTold ? new IOException("port unreachable", failure) : failure;
        try {
            return handler.onRefused(new Refusal(why, unsent == 0 || isTold ? 1 : 0, unsent));
        } catch (RuntimeException | Error bug) {
            handler.onBug(bug);
            return null;
        }
    }

    @Override
    public void pass(Datagrams datagrams) {
        DatagramSocket to = this;
        while (to instanceof NioDatagramSocket socket && socket.handler != null) {
            DatagramHandler handler = socket.handler;
            try {
                socket.write(datagrams.datagram(0), handler);
                return;
            } catch (IOException refused) { // ends: a handler knows whom it has asked
                to = refused(handler, refused, 1);
            }
        }
    }

    private void write(ByteBuffer datagram, DatagramHandler handler) throws IOException {
        int length = datagram.remaining();
        if (length == 0) {
            writeEmpty(datagram, handler);
        } else if (channel.write(datagram) < length) {
            handler.onUnsent(1);
        }
    }

    /**
     * A channel that is connected takes an empty datagram for nothing to do, and one that is connected anew forgets what has come. So another
     * one of the same port sends it, for a moment: what the peer sends meanwhile is still this one's.
     */
    private void writeEmpty(ByteBuffer empty, DatagramHandler handler) {
        try (DatagramChannel other = DatagramChannel
                .open(remote.getAddress() instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6)) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            other.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(channel.getLocalAddress()).send(empty, remote);
        } catch (IOException _) { // no descriptor, or a system that does not let two sockets have a port
            handler.onUnsent(1);
        }
    }

    @Override
    public void send(ByteBuffer datagram) {
        DatagramHandler handler = this.handler;
        if (handler == null) {
            return;
        }
        try {
            write(datagram, handler);
        } catch (IOException refused) {
            refused(handler, refused, 1);
        }
    }

    @Override
    public void close() {
        handler = null;
        NioChannels.close(channel);
    }
}
