package io.awe4lb.kernel.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor of a stream, edge-triggered: registered once, and what the system said last is kept in {@link #readable} and
 * {@link #writable} until a call says otherwise. Only a socket whose peer is slow is ever registered for writing, and stays so.
 */
final class LinuxSocket extends Descriptor implements Socket {

    private static final int READ_EVENTS = LinuxConstants.EPOLLIN | LinuxConstants.EPOLLRDHUP | LinuxConstants.EPOLLET;
    private static final int BROKEN = LinuxConstants.EPOLLERR | LinuxConstants.EPOLLHUP;

    /**
     * Bytes of one fill at most. A pipe of 1 MB has 256 places of a page each, and a place takes up to 32 kB where the sender's pieces are
     * large: the pipe is not the limit then. Smaller fills cost more, see bench/README.md.
     */
    private static final long SPLICE_SIZE = 2 << 20;
    private static final int SPLICE_FLAGS = LinuxConstants.SPLICE_F_MOVE | LinuxConstants.SPLICE_F_NONBLOCK;

    private final SocketAddress remote;
    private LibC libc;
    private @Nullable LinuxEventLoop loop;
    private @Nullable SocketHandler handler;
    private boolean connecting;
    private boolean readable;
    private boolean writable = true;
    /** The peer has said its end: a read that brings less than it could is the last one. */
    private boolean endSeen;
    /** Everything before the peer's end was read. */
    private boolean atEnd;
    private boolean wantsRead;
    private boolean wantsWrite;
    /** Whether the poller tells when there is room to write. */
    private boolean watchesWrite;
    private boolean standsInLine;
    private boolean closed;

    LinuxSocket(LibC libc, int fd, SocketAddress remote) {
        super(fd);
        this.libc = libc;
        this.remote = remote;
    }

    void attach(LinuxEventLoop loop, SocketHandler handler) throws IOException {
        this.loop = loop;
        this.libc = loop.libc();
        this.handler = handler;
        loop.add(this, READ_EVENTS);
    }

    /**
     * Begins to connect.
     *
     * @throws NoPortException when no local port is left
     * @throws ExhaustedException when this machine has no memory left
     */
    void connect(LinuxEventLoop loop, SocketHandler handler) throws IOException {
        this.loop = loop;
        this.handler = handler;
        int length = loop.sockAddr().write(remote);
        int result = libc.connect(fd, loop.sockAddr().address(), length);
        connecting = Errno.EINPROGRESS.is(result);
        if (result < 0 && !connecting) {
            IOException failure = Errno.exception("connect", result);
            // a Unix socket answers EAGAIN when the backlog of the other side is full: for the client that is a refusal
            if (Errno.EADDRNOTAVAIL.is(result)) {
                throw new NoPortException(failure);
            }
            throw Errno.isExhaustion(result) ? new ExhaustedException(failure) : failure;
        }
        watchesWrite = connecting;
        try {
            loop.add(this, connecting ? READ_EVENTS | LinuxConstants.EPOLLOUT : READ_EVENTS);
        } catch (IOException noMemory) {
            throw new ExhaustedException(noMemory);
        }
    }

    @Override
    void onEvents(int events) {
        if (connecting) {
            finishConnect((events & BROKEN) != 0);
            if (closed || connecting) {
                return;
            }
        }
        endSeen |= (events & (LinuxConstants.EPOLLRDHUP | BROKEN)) != 0;
        readable |= (events & (LinuxConstants.EPOLLIN | LinuxConstants.EPOLLRDHUP | BROKEN)) != 0;
        writable |= (events & (LinuxConstants.EPOLLOUT | BROKEN)) != 0;
        deliver();
    }

    void onAgain() {
        standsInLine = false;
        deliver();
    }

    /** Calls the handler for what it wants and is there; what it leaves undone waits for the next round. */
    private void deliver() {
        try {
            if (wantsWrite && writable && handler != null) {
                handler.onWritable();
            }
            if (wantsRead && readable && handler != null) {
                handler.onReadable();
            }
            if (wantsRead && atEnd && handler != null) {
                handler.onReadable();
            }
        } catch (RuntimeException | Error bug) {
            if (handler != null) {
                handler.onBug(bug);
            }
        }
        standInLineIfReady();
    }

    private void standInLineIfReady() {
        boolean ready = wantsRead && (readable || atEnd) || wantsWrite && writable;
        if (ready && !standsInLine && !closed && loop != null) {
            standsInLine = true;
            loop.again(this);
        }
    }

    /** @param isBroken whether the system says that there is an error to ask for; else the connect has succeeded */
    private void finishConnect(boolean isBroken) {
        SocketHandler handler = this.handler;
        if (handler == null || loop == null) {
            return;
        }
        connecting = false;
        int error = isBroken ? loop.takeError(fd) : 0;
        try {
            if (error == 0) {
                handler.onConnected();
            } else {
                handler.onConnectFailed(Errno.exception("connect", error));
            }
        } catch (RuntimeException | Error bug) {
            handler.onBug(bug);
        }
    }

    @Override
    public int read(NativeBuffer target) throws IOException {
        if (atEnd) {
            return -1;
        }
        int room = target.bytes().remaining();
        long count = libc.recv(fd, target.position(), room, 0);
        if (count > 0) {
            target.advance((int) count);
            afterRead(count < room);
            return (int) count;
        }
        return (int) nothingRead("recv", count);
    }

    /** @param isShort whether the read brought less than it could */
    private void afterRead(boolean isShort) {
        if (isShort) {
            readable = false;
            atEnd = endSeen;
        }
    }

    private long nothingRead(String call, long result) throws IOException {
        readable = false;
        if (result == 0) {
            atEnd = true;
            return -1;
        }
        if (Errno.EAGAIN.is(result) || Errno.EINTR.is(result)) {
            return 0;
        }
        throw Errno.exception(call, result);
    }

    @Override
    public int write(NativeBuffer source) throws IOException {
        int left = source.bytes().remaining();
        long count = libc.send(fd, source.position(), left, LinuxConstants.MSG_NOSIGNAL);
        if (count >= 0) {
            source.advance((int) count);
            writable = count == left;
            return (int) count;
        }
        return (int) nothingWritten("send", count);
    }

    private long nothingWritten(String call, long result) throws IOException {
        writable = false;
        if (Errno.EAGAIN.is(result) || Errno.EINTR.is(result)) {
            return 0;
        }
        throw Errno.exception(call, result);
    }

    @Override
    public boolean canSplice() {
        return true;
    }

    @Override
    public long fill(Pipe pipe) throws IOException {
        if (atEnd) {
            return -1;
        }
        long count = libc.splice(fd, ((LinuxPipe) pipe).writeEnd, SPLICE_SIZE, SPLICE_FLAGS);
        if (Errno.isRefusal(count) && loop != null) {
            loop.refusePipes();
            return 0; // what is there stays readable, and is copied in the next round
        }
        if (count <= 0) {
            return nothingRead("splice", count);
        }
        pipe.held(count);
        return count; // how much would have fitted is not known: only a read that finds nothing tells that it is empty
    }

    @Override
    public long drain(Pipe pipe) throws IOException {
        long moved = 0;
        while (pipe.held() > 0) { // less than all does not mean that the socket is full: only EAGAIN does
            long count = libc.splice(((LinuxPipe) pipe).readEnd, fd, pipe.held(), SPLICE_FLAGS);
            if (count <= 0) {
                nothingWritten("splice", count);
                return moved;
            }
            pipe.held(-count);
            moved += count;
        }
        return moved;
    }

    @Override
    public void wantRead(boolean on) {
        wantsRead = on;
        if (on) {
            standInLineIfReady();
        }
    }

    @Override
    public void wantWrite(boolean on) {
        wantsWrite = on;
        if (on) {
            watchWrite();
            standInLineIfReady();
        }
    }

    /** Registering anew makes the system tell the present state once more, so no room that came meanwhile is missed. */
    private void watchWrite() {
        LinuxEventLoop loop = this.loop;
        if (watchesWrite || loop == null || closed) {
            return;
        }
        watchesWrite = true;
        try {
            loop.modify(this, READ_EVENTS | LinuxConstants.EPOLLOUT);
        } catch (IOException _) { // no memory for the poller: try at once instead of never
            writable = true;
            watchesWrite = false;
        }
    }

    @Override
    public boolean isConnected() {
        return !connecting;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        LinuxEventLoop loop = this.loop;
        if (closed || loop == null) {
            throw new SocketException("the socket is closed");
        }
        return loop.localAddress(fd);
    }

    @Override
    public Optional<TcpInfo> tcpInfo() {
        return closed || loop == null ? Optional.empty() : loop.tcpInfo(fd);
    }

    @Override
    public void handler(SocketHandler handler) {
        this.handler = handler;
    }

    @Override
    public OpenDescriptor detach() throws IOException {
        if (closed) {
            throw new SocketException("the socket is closed");
        }
        if (loop != null) {
            loop.release(this);
        }
        closed = true;
        handler = null;
        return OpenDescriptor.owned(fd);
    }

    @Override
    public void shutdownOutput() throws IOException {
        int result = libc.shutdown(fd, LinuxConstants.SHUT_WR);
        if (result < 0) {
            throw Errno.exception("shutdown", result);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        handler = null;
        if (loop != null) {
            loop.remove(this);
        }
        libc.close(fd);
    }

    @Override
    public void reset() {
        if (!closed && loop != null) {
            loop.lingerZero(fd);
        } else if (!closed) {
            lingerZeroWithoutLoop();
        }
        close();
    }

    /** Somebody who is turned away at once has no loop yet, whose memory could be used. */
    private void lingerZeroWithoutLoop() {
        try (Arena arena = Arena.ofConfined()) {
            long on = arena.allocateFrom(ValueLayout.JAVA_INT, 1, 0).address();
            libc.setsockopt(fd, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_LINGER, on, 2 * Integer.BYTES);
        }
    }
}
