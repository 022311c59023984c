package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A loop around a {@link Selector}, which hands every ready key to one consumer: no set of selected keys is built. */
final class NioEventLoop extends EventLoop {

    private static final long LONGEST_SLEEP_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Selector selector;
    /** What sockets have read; they share it, because it is theirs for one call. */
    private final Datagrams datagrams = new Datagrams(buffer().bytes());
    private final Consumer<SelectionKey> dispatch = this::dispatch;
    /** Since the last sleep; the selector says it by its first ready key, if there is one. */
    private boolean isWoken;

    NioEventLoop(String name, Thread.UncaughtExceptionHandler bugs, LongSupplier clock, SpareDescriptors spare) throws IOException {
        super(name, bugs, clock, spare);
        selector = Selector.open();
    }

    Datagrams datagrams() {
        return datagrams;
    }

    @Override
    public void accept(ListeningSocket socket, AcceptHandler handler) throws IOException {
        ((NioListeningSocket) socket).register(selector, handler, spare());
    }

    @Override
    public void attach(Socket socket, SocketHandler handler) throws IOException {
        ((NioSocket) socket).register(selector, 0, handler);
    }

    @Override
    public Socket connect(SocketAddress address, ConnectOptions options, SocketHandler handler) throws IOException {
        SocketChannel channel = open(address);
        NioSocket socket = new NioSocket(channel);
        try {
            if (address instanceof InetSocketAddress) {
                NioOptions.keepAlive(channel, options.socket().keepAlive());
                bindSource(channel, options.source().next(address));
            }
            boolean connected = socket.connect(address);
            socket.register(selector, connected ? 0 : SelectionKey.OP_CONNECT, handler);
            return socket;
        } catch (BindException noPort) { // every local port towards this address is taken
            socket.close();
            throw new NoPortException(noPort);
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    @Override
    public void serve(DatagramServer server, DatagramServerHandler handler) throws IOException {
        ((NioDatagramServer) server).register(selector, this, handler);
    }

    @Override
    public DatagramSocket openDatagrams(SocketAddress address, Source source, DatagramOptions options, DatagramHandler handler)
            throws IOException {
        if (!(address instanceof InetSocketAddress inet)) {
            throw noDatagrams(address);
        }
        requireSpare();
        DatagramChannel channel = openDatagrams(inet);
        try {
            channel.configureBlocking(false);
            if (options.receiveBuffer() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
            }
            bindSource(channel, source.next(address));
            channel.connect(address);
            NioDatagramSocket socket = new NioDatagramSocket(channel, this, inet, options.largest(), handler);
            socket.register(selector);
            return socket;
        } catch (BindException noPort) {
            channel.close();
            throw new ExhaustedException(noPort);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static DatagramChannel openDatagrams(InetSocketAddress address) throws ExhaustedException {
        try {
            return DatagramChannel
                    .open(address.getAddress() instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        } catch (IOException noDescriptor) {
            throw new ExhaustedException(noDescriptor);
        }
    }

    /** The JDK cannot leave the port to connecting: each connection takes a port of its source address for itself. */
    private static void bindSource(NetworkChannel channel, @Nullable InetSocketAddress source) throws IOException {
        if (source == null) {
            return;
        }
        try {
            channel.bind(source);
        } catch (BindException refused) {
            if (NetworkInterface.getByInetAddress(source.getAddress()) == null && !source.getAddress().isLoopbackAddress()) {
                throw new IOException("the source address " + source.getAddress().getHostAddress() + " is not of this machine", refused);
            }
            throw refused; // every port of it is taken
        }
    }

    private static SocketChannel open(SocketAddress address) throws ExhaustedException {
        try {
            return address instanceof InetSocketAddress ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException noDescriptor) {
            throw new ExhaustedException(noDescriptor);
        }
    }

    @Override
    void wakeUp() {
        selector.wakeup();
    }

    @Override
    void await(long nanos) throws IOException {
        isWoken = false;
        if (nanos == 0) {
            selector.selectNow(dispatch);
        } else {
            selector.select(dispatch, Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, 1, LONGEST_SLEEP_MILLIS));
        }
        wokenOnce();
    }

    private void wokenOnce() {
        if (!isWoken) {
            isWoken = true;
            woken();
        }
    }

    private void dispatch(SelectionKey key) {
        wokenOnce();
        if (!key.isValid()) {
            return;
        }
        switch (key.attachment()) {
            case NioSocket socket -> socket.onSelected(key.readyOps());
            case NioListeningSocket listening -> listening.onSelected();
            case NioDatagramChannel datagrams -> datagrams.onSelected();
            default -> throw new IllegalStateException("not one of ours: " + key.attachment());
        }
    }

    @Override
    void closePoller() {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            switch (key.attachment()) {
                case NioSocket socket -> socket.close();
                case NioListeningSocket listening -> listening.close();
                case NioDatagramChannel datagrams -> datagrams.close();
                default -> key.cancel();
            }
        }
        try {
            selector.close();
        } catch (IOException _) { // nothing is left that could be given back
            wakeUp();
        }
    }
}
