package io.awe4lb.kernel.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop around an edge-triggered epoll. The system says once that something has become ready; what a handler left undone is remembered in
 * the socket, which then stands in {@link #again} and is called in the next round without asking the system.
 */
final class LinuxEventLoop extends EventLoop {

    private static final int LONGEST_SLEEP_MILLIS = (int) TimeUnit.HOURS.toMillis(1);

    private final LibC libc;
    private final SockAddr sockAddr = new SockAddr();
    private final MemorySegment option = Arena.ofAuto().allocate(8, 8);
    private final LinuxOptions options;
    private final TcpInfoStruct tcpInfo = new TcpInfoStruct();
    private final Epoll epoll;
    private final Pipes pipes;
    private final WakeUp wakeUp;
    /** By descriptor. */
    private @Nullable Descriptor[] descriptors = new Descriptor[1024];
    private int lastGeneration;
    /** Made with the first server of datagrams: they hold memory. */
    private @Nullable DatagramInbox inbox;

    private @Nullable DatagramReplies replies;
    private @Nullable DatagramPassing passing;
    private final ArrayDeque<LinuxSocket> again = new ArrayDeque<>();

    LinuxEventLoop(String name, Thread.UncaughtExceptionHandler bugs, LongSupplier clock, LibC libc, SpareDescriptors spare)
            throws IOException {
        super(name, bugs, clock, spare);
        this.libc = libc;
        this.options = new LinuxOptions(libc);
        this.epoll = new Epoll(libc);
        this.pipes = new Pipes(libc, spare);
        this.wakeUp = new WakeUp(libc);
        add(wakeUp, LinuxConstants.EPOLLIN);
    }

    LibC libc() {
        return libc;
    }

    SockAddr sockAddr() {
        return sockAddr;
    }

    /** The system does not splice. */
    void refusePipes() {
        pipes.refuse();
    }

    @Override
    public @Nullable Pipe openPipe() {
        return pipes.take();
    }

    @Override
    public void accept(ListeningSocket socket, AcceptHandler handler) throws IOException {
        ((LinuxListeningSocket) socket).attach(this, handler);
    }

    @Override
    public void attach(Socket socket, SocketHandler handler) throws IOException {
        ((LinuxSocket) socket).attach(this, handler);
    }

    @Override
    public Socket connect(SocketAddress address, ConnectOptions asked, SocketHandler handler) throws IOException {
        LinuxSource source = LinuxSource.of(asked.source(), address);
        try {
            return connect(address, source, asked.socket(), handler);
        } catch (IOException failure) {
            return connect(address, source.instead(failure), asked.socket(), handler);
        }
    }

    private LinuxSocket connect(SocketAddress address, LinuxSource source, SocketOptions asked, SocketHandler handler) throws IOException {
        int family = SockAddr.family(address);
        int fd = libc.socket(family, LinuxConstants.SOCK_STREAM | LinuxConstants.SOCK_NONBLOCK | LinuxConstants.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new ExhaustedException(Errno.exception("socket", fd));
        }
        LinuxSocket socket = new LinuxSocket(libc, fd, address);
        try {
            if (family != LinuxConstants.AF_UNIX) {
                setOption(fd, LinuxConstants.IPPROTO_TCP, LinuxConstants.TCP_NODELAY, 1);
                options.set(fd, asked);
                source.bind(fd, libc, options, sockAddr, true);
            }
            socket.connect(this, handler);
            return socket;
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    @Override
    public void serve(DatagramServer server, DatagramServerHandler handler) throws IOException {
        ((LinuxDatagramServer) server).attach(this, handler);
    }

    @Override
    public DatagramSocket openDatagrams(SocketAddress address, Source source, DatagramOptions asked, DatagramHandler handler)
            throws IOException {
        int family = SockAddr.family(address);
        if (family == LinuxConstants.AF_UNIX) {
            throw noDatagrams(address);
        }
        requireSpare();
        LinuxSource from = LinuxSource.of(source, address);
        try {
            return openDatagrams(address, from, asked, handler);
        } catch (IOException failure) {
            return openDatagrams(address, from.instead(failure), asked, handler);
        }
    }

    private LinuxDatagramSocket openDatagrams(SocketAddress address, LinuxSource source, DatagramOptions asked, DatagramHandler handler)
            throws IOException {
        int family = SockAddr.family(address);
        int fd = libc.socket(family, LinuxConstants.SOCK_DGRAM | LinuxConstants.SOCK_NONBLOCK | LinuxConstants.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new ExhaustedException(Errno.exception("socket", fd));
        }
        LinuxDatagramSocket socket = new LinuxDatagramSocket(this, fd, asked.largest(), handler);
        try {
            options.setDatagrams(fd, asked);
            source.bind(fd, libc, options, sockAddr, false);
            int length = sockAddr.write(address);
            socket.connect(sockAddr.address(), length, source.hasPort());
            return socket;
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    DatagramInbox inbox() {
        DatagramInbox made = inbox == null ? new DatagramInbox(libc) : inbox;
        inbox = made;
        return made;
    }

    DatagramReplies replies() {
        DatagramReplies made = replies == null ? new DatagramReplies(libc) : replies;
        replies = made;
        return made;
    }

    DatagramPassing passing() {
        DatagramPassing made = passing == null ? new DatagramPassing(libc) : passing;
        passing = made;
        return made;
    }

    /** Sends what waits to be sent by a socket. */
    void flushReplies(LinuxReplySocket socket) {
        if (replies != null) {
            replies.send(socket);
        }
    }

    /** Sends what waits to be sent by a socket. */
    void flushPassing(LinuxDatagramSocket socket) {
        if (passing != null) {
            passing.flush(socket);
        }
    }

    void joinDatagrams(int fd) {
        options.joinDatagrams(fd);
    }

    /** Sets an option whose value is an {@code int}; one that the system does not have is left alone. */
    void setOption(int fd, int level, int name, int value) {
        option.set(ValueLayout.JAVA_INT, 0, value);
        libc.setsockopt(fd, level, name, option.address(), Integer.BYTES);
    }

    /** {@code struct linger} with a time of zero: closing sends a reset. */
    void lingerZero(int fd) {
        option.set(ValueLayout.JAVA_INT, 0, 1);
        option.set(ValueLayout.JAVA_INT, 4, 0);
        libc.setsockopt(fd, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_LINGER, option.address(), 2 * Integer.BYTES);
    }

    /** @return the negative number of the error that a connect under way ended with, or 0 */
    int takeError(int fd) {
        option.set(ValueLayout.JAVA_INT, 0, 0);
        option.set(ValueLayout.JAVA_INT, 4, Integer.BYTES);
        int result = libc.getsockopt(fd, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_ERROR, option.address(), option.address() + 4);
        return result < 0 ? result : -option.get(ValueLayout.JAVA_INT, 0);
    }

    SocketAddress localAddress(int fd) throws IOException {
        int result = libc.getsockname(fd, sockAddr.address(), sockAddr.lengthToFill());
        if (result < 0) {
            throw Errno.exception("getsockname", result);
        }
        return sockAddr.read();
    }

    Optional<TcpInfo> tcpInfo(int fd) {
        return tcpInfo.read(libc, fd);
    }

    void add(Descriptor descriptor, int interest) throws IOException {
        descriptor.generation = ++lastGeneration;
        epoll.add(descriptor.fd, interest, data(descriptor));
        if (descriptor.fd >= descriptors.length) {
            descriptors = Arrays.copyOf(descriptors, Math.max(descriptor.fd + 1, descriptors.length * 2));
        }
        descriptors[descriptor.fd] = descriptor;
    }

    void modify(Descriptor descriptor, int interest) throws IOException {
        epoll.modify(descriptor.fd, interest, data(descriptor));
    }

    /** Forgets a descriptor that is about to be closed; the system takes it out of the poller by itself. */
    void remove(Descriptor descriptor) {
        if (descriptor.fd < descriptors.length && descriptors[descriptor.fd] == descriptor) {
            descriptors[descriptor.fd] = null;
        }
    }

    /** Lets go of a descriptor that stays open. */
    void release(Descriptor descriptor) throws IOException {
        epoll.remove(descriptor.fd);
        remove(descriptor);
    }

    /** Calls the socket in the next round, without asking the system. */
    void again(LinuxSocket socket) {
        again.addLast(socket);
    }

    @Override
    public int lent() {
        return super.lent() + pipes.lent();
    }

    @Override
    void wakeUp() {
        wakeUp.signal();
    }

    @Override
    void await(long nanos) throws IOException {
        int count = epoll.await(again.isEmpty() ? millis(nanos) : 0);
        woken();
        for (int i = 0; i < count; i++) {
            dispatch(epoll.data(i), epoll.events(i));
        }
        for (int left = again.size(); left > 0; left--) {
            again.removeFirst().onAgain();
        }
        if (replies != null) {
            replies.flush();
        }
    }

    private void dispatch(long data, int events) {
        Descriptor descriptor = descriptors[(int) data];
        if (descriptor != null && descriptor.generation == (int) (data >>> 32)) {
            descriptor.onEvents(events);
        }
    }

    private static int millis(long nanos) {
        return nanos == 0 ? 0 : (int) Math.min(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, LONGEST_SLEEP_MILLIS);
    }

    private static long data(Descriptor descriptor) {
        return (long) descriptor.generation << 32 | descriptor.fd;
    }

    @Override
    void closePoller() {
        for (Descriptor descriptor : descriptors) {
            if (descriptor != null) {
                descriptor.close();
            }
        }
        pipes.close();
        epoll.close();
        if (inbox != null) {
            inbox.close();
        }
        if (replies != null) {
            replies.close();
        }
    }
}
