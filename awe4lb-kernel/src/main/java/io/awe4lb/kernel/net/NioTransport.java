package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Sockets of the JDK, on every platform. */
public final class NioTransport implements Transport {

    private static final boolean REUSE_PORT = reusePortWorks();

    private final LongSupplier clock;

    /** By the system's clock. */
    public NioTransport() {
        this(System::nanoTime);
    }

    /** @param clock as {@link System#nanoTime()}; a test has one of its own */
    NioTransport(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public EventLoop open(String name, Thread.UncaughtExceptionHandler bugs, SpareDescriptors spare) throws IOException {
        return new NioEventLoop(name, bugs, clock, spare);
    }

    @Override
    public boolean canShare(SocketAddress address) {
        return REUSE_PORT && address instanceof InetSocketAddress;
    }

    @Override
    public ListeningSocket bind(SocketAddress address, ListenOptions options, boolean shared) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix) {
            UnixSocketFile.removeStale(unix);
            return new NioListeningSocket(listen(ServerSocketChannel.open(StandardProtocolFamily.UNIX), address, options),
                    Optional.empty());
        }
        boolean ipv4 = address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet4Address;
        var channel = ServerSocketChannel.open(ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        if (shared) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        return new NioListeningSocket(listen(channel, address, options), options.accepted().keepAlive());
    }

    private static ServerSocketChannel listen(ServerSocketChannel channel, SocketAddress address, ListenOptions options)
            throws IOException {
        try {
            channel.configureBlocking(false);
            return channel.bind(address, options.backlog());
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public Socket adopt(OpenDescriptor descriptor) throws IOException {
        throw new IOException("taking over descriptor " + descriptor.number() + " needs 'transport: linux'");
    }

    @Override
    public ListeningSocket adoptListening(OpenDescriptor descriptor) throws IOException {
        throw new IOException("taking over descriptor " + descriptor.number() + " needs 'transport: linux'");
    }

    @Override
    public void probe(InetSocketAddress address) throws IOException {
        boolean ipv4 = address.getAddress() instanceof Inet4Address;
        try (SocketChannel channel = SocketChannel.open(ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6)) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address);
        }
    }

    @Override
    public DatagramServer bindDatagrams(InetSocketAddress address, DatagramOptions options, boolean shared) throws IOException {
        DatagramChannel channel = openDatagrams(address);
        try {
            channel.configureBlocking(false);
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            return new NioDatagramServer(channel.bind(address), options);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static DatagramChannel openDatagrams(InetSocketAddress address) throws IOException {
        return DatagramChannel
                .open(address.getAddress() instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    }

    @Override
    public void probeDatagrams(InetSocketAddress address) throws IOException {
        try (DatagramChannel channel = openDatagrams(address)) {
            channel.bind(address);
        }
    }

    @Override
    public void check(DatagramOptions options) throws IOException {
        NioOptions.check(options);
    }

    @Override
    public boolean tellsDestinations() {
        return false;
    }

    @Override
    public void check(ListenOptions options) throws IOException {
        NioOptions.check(options);
    }

    @Override
    public void checkChange(ListenOptions last, ListenOptions next) throws IOException {
        check(next);
        if (next.backlog() != last.backlog()) {
            throw new IOException(
                    "the backlog of a listener can change while it listens with 'transport: linux' alone: restart to change it");
        }
    }

    @Override
    public void check(ConnectOptions options) throws IOException {
        NioOptions.check(options);
    }

    /** Only Linux and FreeBSD deal connections out evenly; elsewhere the option exists but the last socket gets all. */
    private static boolean reusePortWorks() {
        String system = System.getProperty("os.name");
        return system.equals("Linux") || system.equals("FreeBSD");
    }
}
