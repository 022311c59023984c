package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A channel of the JDK, level-triggered: what is wanted is the selection key's interest set. */
final class NioSocket implements Socket {

    private final SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable SocketHandler handler;

    NioSocket(SocketChannel channel) {
        this.channel = channel;
    }

    void register(Selector selector, int interest, SocketHandler handler) throws IOException {
        this.handler = handler;
        if (channel.isBlocking()) {
            channel.configureBlocking(false);
        }
        if (channel.getRemoteAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        key = channel.register(selector, interest, this);
    }

    /** @return whether it is connected already */
    boolean connect(SocketAddress address) throws IOException {
        channel.configureBlocking(false);
        return channel.connect(address);
    }

    void onSelected(int ready) {
        SocketHandler handler = this.handler;
        if (handler == null) {
            return;
        }
        try {
            if ((ready & SelectionKey.OP_CONNECT) != 0) {
                finishConnect(handler);
                return;
            }
            if ((ready & SelectionKey.OP_WRITE) != 0) {
                handler.onWritable();
            }
            if ((ready & SelectionKey.OP_READ) != 0 && channel.isOpen()) {
                handler.onReadable();
            }
        } catch (RuntimeException | Error bug) {
            handler.onBug(bug);
        }
    }

    private void finishConnect(SocketHandler handler) {
        try {
            channel.finishConnect();
        } catch (IOException failure) {
            handler.onConnectFailed(failure);
            return;
        }
        interest(0, SelectionKey.OP_CONNECT);
        handler.onConnected();
    }

    @Override
    public int read(NativeBuffer target) throws IOException {
        return channel.read(target.bytes());
    }

    @Override
    public int write(NativeBuffer source) throws IOException {
        return channel.write(source.bytes());
    }

    @Override
    public boolean canSplice() {
        return false;
    }

    @Override
    public long fill(Pipe pipe) {
        throw new UnsupportedOperationException("this transport has no pipes");
    }

    @Override
    public long drain(Pipe pipe) {
        throw new UnsupportedOperationException("this transport has no pipes");
    }

    @Override
    public void wantRead(boolean on) {
        interest(on ? SelectionKey.OP_READ : 0, SelectionKey.OP_READ);
    }

    @Override
    public void wantWrite(boolean on) {
        interest(on ? SelectionKey.OP_WRITE : 0, SelectionKey.OP_WRITE);
    }

    private void interest(int on, int mask) {
        SelectionKey key = this.key;
        if (key == null || !key.isValid()) {
            return;
        }
        int before = key.interestOps();
        int after = before & ~mask | on;
        if (after != before) {
            key.interestOps(after);
        }
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public SocketAddress remoteAddress() {
        try {
            return channel.getRemoteAddress();
        } catch (IOException closed) {
            throw new IllegalStateException("the socket is closed", closed);
        }
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        return channel.getLocalAddress();
    }

    /** The JDK does not tell. */
    @Override
    public Optional<TcpInfo> tcpInfo() {
        return Optional.empty();
    }

    @Override
    public void handler(SocketHandler handler) {
        this.handler = handler;
    }

    @Override
    public OpenDescriptor detach() throws IOException {
        throw new IOException("handing a socket over needs 'transport: linux'");
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        handler = null;
        NioChannels.close(channel);
    }

    @Override
    public void reset() {
        if (channel.isOpen()) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException _) { // already reset by the peer
                handler = null;
            }
        }
        close();
    }
}
