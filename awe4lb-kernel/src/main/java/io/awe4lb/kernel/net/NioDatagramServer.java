package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A channel of datagrams that is bound. The JDK does not tell to which address a datagram was sent, and so this is always bound to one
 * address. It makes an object for the sender where that is another one than the last.
 */
final class NioDatagramServer extends NioDatagramChannel implements DatagramServer {

    private static final int READS_PER_WAKE_UP = 64;

    private final InetSocketAddress address;
    private int largest;
    private @Nullable NioEventLoop loop;
    private @Nullable DatagramServerHandler handler;
    private @Nullable Datagrams datagrams;

    NioDatagramServer(DatagramChannel channel, DatagramOptions options) throws IOException {
        super(channel, READS_PER_WAKE_UP);
        this.address = (InetSocketAddress) channel.getLocalAddress();
        change(options);
    }

    void register(Selector selector, NioEventLoop loop, DatagramServerHandler handler) throws IOException {
        this.handler = handler;
        this.loop = loop;
        this.datagrams = new Datagrams(loop.buffer().bytes());
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public int receiveBuffer() {
        try {
            return channel.getOption(StandardSocketOptions.SO_RCVBUF);
        } catch (IOException _) { // closed
            return 0;
        }
    }

    @Override
    void onSelected() {
        DatagramServerHandler handler = this.handler;
        if (handler == null) {
            return;
        }
        try {
            read(Objects.requireNonNull(loop), Objects.requireNonNull(datagrams), handler, largest);
        } catch (IOException failure) {
            handler.onReadFailed(failure);
        }
    }

    @Override
    void cameFrom(InetSocketAddress sender, Datagrams datagrams) {
        datagrams.from(sender);
    }

    @Override
    public void reply(DatagramPeer to, Datagrams datagrams) {
        DatagramServerHandler handler = this.handler;
        if (handler == null) {
            return;
        }
        try {
            if (channel.send(datagrams.datagram(0), Objects.requireNonNull(to.address)) < datagrams.length) {
                handler.onUnsent(1);
            }
        } catch (IOException _) { // no way to that address
            handler.onUnsent(1);
        }
    }

    /** Who is redirected needs another transport, and so there is nothing to give back. */
    @Override
    public void forget(DatagramPeer peer) {}

    @Override
    public void change(DatagramOptions options) throws IOException {
        largest = options.largest();
        if (options.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
        }
    }

    @Override
    public void close() {
        handler = null;
        NioChannels.close(channel);
    }
}
