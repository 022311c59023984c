package io.awe4lb.kernel.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** A descriptor that listens. Level-triggered, unlike the others: what is left in the backlog is told again. */
final class LinuxListeningSocket extends Descriptor implements ListeningSocket {

    private static final int ACCEPTS_PER_WAKE_UP = 32;
    private static final int FLAGS = LinuxConstants.SOCK_NONBLOCK | LinuxConstants.SOCK_CLOEXEC;

    private final SocketAddress address;
    private final LibC opener;
    private ListenOptions options;
    private @Nullable LinuxEventLoop loop;
    private @Nullable AcceptHandler handler;
    private boolean closed;

    /** @param opener calls the system until the socket is attached to a loop */
    LinuxListeningSocket(LibC opener, int fd, SocketAddress address, ListenOptions options) {
        super(fd);
        this.opener = opener;
        this.options = options;
        this.address = address;
    }

    void attach(LinuxEventLoop loop, AcceptHandler handler) throws IOException {
        this.loop = loop;
        this.handler = handler;
        loop.add(this, LinuxConstants.EPOLLIN);
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void wantAccept(boolean on) {
        LinuxEventLoop loop = this.loop;
        if (loop != null && !closed) {
            try {
                loop.modify(this, on ? LinuxConstants.EPOLLIN : 0);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Override
    public void change(ListenOptions next) throws IOException {
        LibC libc = loop == null ? opener : loop.libc();
        if (next.backlog() != options.backlog()) {
            int result = libc.listen(fd, next.backlog()); // once more, with another backlog: listen(2) says nothing against it
            if (result < 0) {
                throw Errno.exception("listen", result);
            }
        }
        if (!(address instanceof UnixDomainSocketAddress)) {
            new LinuxOptions(libc).changeListening(fd, options, next);
        }
        options = next;
    }

    @Override
    void onEvents(int events) {
        acceptUpTo(ACCEPTS_PER_WAKE_UP);
    }

    private void acceptUpTo(int most) {
        LinuxEventLoop loop = this.loop;
        AcceptHandler handler = this.handler;
        if (loop == null || handler == null) {
            return;
        }
        SockAddr peer = loop.sockAddr();
        for (int i = 0; i < most; i++) {
            int accepted = loop.libc().accept4(fd, peer.address(), peer.lengthToFill(), FLAGS);
            if (accepted >= 0) {
                handler.onAccept(new LinuxSocket(loop.libc(), accepted, peer.read()));
            } else if (Errno.EAGAIN.is(accepted)) {
                return;
            } else if (Errno.isExhaustion(accepted)) {
                handler.onAcceptFailed(Errno.exception("accept4", accepted));
                return;
            } // else the client was gone before it was accepted (ECONNABORTED and what the man page counts with it): the next one
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        acceptUpTo(Integer.MAX_VALUE); // the system resets what waits in the backlog of a socket that closes
        closed = true;
        LinuxEventLoop loop = this.loop;
        if (loop == null) {
            opener.close(fd);
        } else {
            loop.remove(this);
            loop.libc().close(fd);
        }
        if (address instanceof UnixDomainSocketAddress unix) {
            try {
                Files.deleteIfExists(unix.getPath());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
