package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Sockets that this program asks of Linux itself: half the system calls of the JDK's, and bulk that never leaves the kernel. */
public final class LinuxTransport implements Transport {

    /** Makes what each loop and each bind calls the system with; a test has one that fails on purpose. */
    private final Supplier<LibC> calls;
    private final LongSupplier clock;

    private LinuxTransport(Supplier<LibC> calls, LongSupplier clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * Tries whether everything that is needed is there: the C library's calls, epoll and its layouts.
     *
     * @return the transport
     * @throws UnsupportedOperationException with half a sentence that says what is missing
     */
    public static LinuxTransport open() {
        return open(LibC::new);
    }

    static LinuxTransport open(Supplier<LibC> calls) {
        return open(calls, System::nanoTime);
    }

    /** @param clock as {@link System#nanoTime()}; a test has one of its own */
    static LinuxTransport open(Supplier<LibC> calls, LongSupplier clock) {
        String system = System.getProperty("os.name");
        String processor = System.getProperty("os.arch");
        if (!system.equals("Linux")) {
            throw new UnsupportedOperationException("this is " + system + ", not Linux");
        }
        if (!processor.equals("amd64") && !processor.equals("aarch64")) {
            throw new UnsupportedOperationException("the layouts of " + processor + " are not known");
        }
        try {
            SelfTest.run(calls.get());
        } catch (IOException failure) {
            throw new UnsupportedOperationException(failure.getMessage(), failure);
        }
        return new LinuxTransport(calls, clock);
    }

    @Override
    public String name() {
        return "linux";
    }

    @Override
    public EventLoop open(String name, Thread.UncaughtExceptionHandler bugs, SpareDescriptors spare) throws IOException {
        return new LinuxEventLoop(name, bugs, clock, calls.get(), spare);
    }

    @Override
    public boolean canShare(SocketAddress address) {
        return address instanceof InetSocketAddress;
    }

    @Override
    public ListeningSocket bind(SocketAddress address, ListenOptions options, boolean shared) throws IOException {
        LibC libc = calls.get();
        if (address instanceof UnixDomainSocketAddress unix) {
            UnixSocketFile.removeStale(unix);
        }
        int family = SockAddr.family(address);
        int fd = libc.socket(family, LinuxConstants.SOCK_STREAM | LinuxConstants.SOCK_NONBLOCK | LinuxConstants.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw Errno.exception("socket", fd);
        }
        try {
            if (family != LinuxConstants.AF_UNIX) {
                LinuxOptions setter = new LinuxOptions(libc);
                setOptions(setter, fd, family, shared);
                setter.setListening(fd, options);
            }
            return LinuxListeningSocket.bound(libc, fd, bind(libc, fd, address, options.backlog()), options);
        } catch (IOException | RuntimeException failure) {
            libc.close(fd);
            throw failure;
        }
    }

    @Override
    public void probe(InetSocketAddress address) throws IOException {
        LibC libc = calls.get();
        int family = SockAddr.family(address);
        int fd = libc.socket(family, LinuxConstants.SOCK_STREAM | LinuxConstants.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw Errno.exception("socket", fd);
        }
        try {
            setOptions(new LinuxOptions(libc), fd, family, false);
            SockAddr sockAddr = new SockAddr();
            int result = libc.bind(fd, sockAddr.address(), sockAddr.write(address));
            if (result < 0) {
                throw Errno.exception("bind", result);
            }
        } finally {
            libc.close(fd);
        }
    }

    @Override
    public DatagramServer bindDatagrams(InetSocketAddress address, DatagramOptions options, boolean shared) throws IOException {
        LibC libc = calls.get();
        int fd = openDatagrams(libc, address, shared);
        try {
            return new LinuxDatagramServer(libc, fd, bindDatagrams(libc, fd, address), options);
        } catch (IOException | RuntimeException failure) {
            libc.close(fd);
            throw failure;
        }
    }

    @Override
    public void probeDatagrams(InetSocketAddress address) throws IOException {
        LibC libc = calls.get();
        int fd = openDatagrams(libc, address, false);
        try {
            bindDatagrams(libc, fd, address);
        } finally {
            libc.close(fd);
        }
    }

    private static int openDatagrams(LibC libc, InetSocketAddress address, boolean shared) throws IOException {
        int family = SockAddr.family(address);
        int fd = libc.socket(family, LinuxConstants.SOCK_DGRAM | LinuxConstants.SOCK_NONBLOCK | LinuxConstants.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw Errno.exception("socket", fd);
        }
        try {
            LinuxOptions setter = new LinuxOptions(libc);
            if (shared) {
                setter.set(fd, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_REUSEPORT, 1, "SO_REUSEPORT");
            }
            if (family == LinuxConstants.AF_INET6) {
                setter.set(fd, LinuxConstants.IPPROTO_IPV6, LinuxConstants.IPV6_V6ONLY, 0, "IPV6_V6ONLY");
            }
            return fd;
        } catch (IOException failure) {
            libc.close(fd);
            throw failure;
        }
    }

    private static InetSocketAddress bindDatagrams(LibC libc, int fd, InetSocketAddress address) throws IOException {
        SockAddr sockAddr = new SockAddr();
        int result = libc.bind(fd, sockAddr.address(), sockAddr.write(address));
        if (result < 0) {
            throw Errno.exception("bind", result);
        }
        libc.getsockname(fd, sockAddr.address(), sockAddr.lengthToFill());
        return (InetSocketAddress) sockAddr.read();
    }

    @Override
    public void check(DatagramOptions options) throws IOException {
        onTrial((setter, fd) -> setter.setDatagrams(fd, options));
    }

    @Override
    public boolean tellsDestinations() {
        return true;
    }

    /** Accepted sockets inherit TCP_NODELAY: one call a listener instead of one a connection. */
    private static void setOptions(LinuxOptions options, int fd, int family, boolean shared) throws IOException {
        options.set(fd, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_REUSEADDR, 1, "SO_REUSEADDR");
        options.set(fd, LinuxConstants.IPPROTO_TCP, LinuxConstants.TCP_NODELAY, 1, "TCP_NODELAY");
        if (shared) {
            options.set(fd, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_REUSEPORT, 1, "SO_REUSEPORT");
        }
        if (family == LinuxConstants.AF_INET6) {
            options.set(fd, LinuxConstants.IPPROTO_IPV6, LinuxConstants.IPV6_V6ONLY, 0, "IPV6_V6ONLY");
        }
    }

    private static SocketAddress bind(LibC libc, int fd, SocketAddress address, int backlog) throws IOException {
        SockAddr sockAddr = new SockAddr();
        int result = libc.bind(fd, sockAddr.address(), sockAddr.write(address));
        if (result < 0) {
            throw Errno.exception("bind", result);
        }
        result = libc.listen(fd, backlog);
        if (result < 0) {
            throw Errno.exception("listen", result);
        }
        if (address instanceof UnixDomainSocketAddress) {
            return address;
        }
        libc.getsockname(fd, sockAddr.address(), sockAddr.lengthToFill());
        return sockAddr.read();
    }

    @Override
    public Socket adopt(OpenDescriptor descriptor) throws IOException {
        LibC libc = calls.get();
        Inspection inspection = new Inspection(libc, descriptor.number());
        SocketAddress peer = inspection.peer();
        makeOurs(libc, inspection, descriptor);
        return new LinuxSocket(libc, descriptor.number(), peer);
    }

    @Override
    public ListeningSocket adoptListening(OpenDescriptor descriptor) throws IOException {
        LibC libc = calls.get();
        Inspection inspection = new Inspection(libc, descriptor.number());
        SocketAddress address = inspection.listening();
        makeOurs(libc, inspection, descriptor);
        return LinuxListeningSocket.handed(libc, descriptor.number(), address);
    }

    private static void makeOurs(LibC libc, Inspection inspection, OpenDescriptor descriptor) throws IOException {
        inspection.makeOurs(false);
        if (!inspection.isUnix()) {
            new LinuxOptions(libc).set(descriptor.number(), LinuxConstants.IPPROTO_TCP, LinuxConstants.TCP_NODELAY, 1, "TCP_NODELAY");
        }
        descriptor.taken();
    }

    @Override
    public void check(ListenOptions options) {
        // Linux has all of them; what this process may not do is said by bind
    }

    @Override
    public void check(ConnectOptions options) throws IOException {
        if (options.isTransparent()) {
            onTrial((setter, fd) -> setter.setTransparent(fd, false));
        }
        if (!options.socket().equals(SocketOptions.NONE)) {
            onTrial((setter, fd) -> setter.set(fd, options.socket()));
        }
    }

    @Override
    public void checkChange(ListenOptions last, ListenOptions next) throws IOException {
        onTrial((setter, fd) -> {
            setter.setListening(fd, last);
            setter.changeListening(fd, last, next);
        });
    }

    /** What is tried on a socket that nobody else has. */
    private interface Trial {
        void on(LinuxOptions setter, int fd) throws IOException;
    }

    private void onTrial(Trial trial) throws IOException {
        LibC libc = calls.get();
        int fd = libc.socket(LinuxConstants.AF_INET, LinuxConstants.SOCK_STREAM | LinuxConstants.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw Errno.exception("socket", fd);
        }
        try {
            trial.on(new LinuxOptions(libc), fd);
        } finally {
            libc.close(fd);
        }
    }

    /** Sends one event through an epoll and looks whether it comes out as it went in: this asserts the layout of the structure. */
    private static final class SelfTest {

        private static final long MARK = 0x1234_5678_9ABC_DEF0L;

        static void run(LibC libc) throws IOException {
            Epoll epoll = new Epoll(libc);
            int fd = libc.eventfd(1, LinuxConstants.EFD_CLOEXEC | LinuxConstants.EFD_NONBLOCK);
            try {
                epoll.add(fd, LinuxConstants.EPOLLIN | LinuxConstants.EPOLLET, MARK);
                if (epoll.await(0) != 1 || epoll.data(0) != MARK || epoll.events(0) != LinuxConstants.EPOLLIN) {
                    throw new IOException("the layout of epoll_event is not as expected");
                }
            } finally {
                libc.close(fd);
                epoll.close();
            }
        }
    }
}
