package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sockets of the JDK, on every platform. */
public final class NioTransport implements Transport {

    private static final boolean REUSE_PORT = reusePortWorks();

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public EventLoop open(String name, Thread.UncaughtExceptionHandler bugs) throws IOException {
        return new NioEventLoop(name, bugs);
    }

    @Override
    public boolean canShare(SocketAddress address) {
        return REUSE_PORT && address instanceof InetSocketAddress;
    }

    @Override
    public ListeningSocket bind(SocketAddress address, int backlog, boolean shared) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix) {
            removeStale(unix);
            return new NioListeningSocket(listen(ServerSocketChannel.open(StandardProtocolFamily.UNIX), address, backlog));
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        if (shared) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        return new NioListeningSocket(listen(channel, address, backlog));
    }

    private static ServerSocketChannel listen(ServerSocketChannel channel, SocketAddress address, int backlog) throws IOException {
        try {
            channel.configureBlocking(false);
            return channel.bind(address, backlog);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** A socket's file outlives a process that was killed; whoever binds next has to find out whether somebody still listens. */
    private static void removeStale(UnixDomainSocketAddress address) throws IOException {
        Path file = address.getPath();
        if (!Files.exists(file)) {
            return;
        }
        try (SocketChannel _ = SocketChannel.open(address)) {
            throw new BindException("Address already in use");
        } catch (BindException inUse) {
            throw inUse;
        } catch (IOException _) { // nobody listens
            if (Files.isRegularFile(file) || Files.isDirectory(file)) {
                throw new BindException("a file that is not a socket is in the way");
            }
            Files.delete(file);
        }
    }

    /** Only Linux and FreeBSD deal connections out evenly; elsewhere the option exists but the last socket gets all. */
    private static boolean reusePortWorks() {
        String system = System.getProperty("os.name");
        return system.equals("Linux") || system.equals("FreeBSD");
    }
}
