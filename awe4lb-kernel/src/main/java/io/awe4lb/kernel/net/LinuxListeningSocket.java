package io.awe4lb.kernel.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A descriptor that listens. Level-triggered, unlike the others: what is left in the backlog is told again. */
final class LinuxListeningSocket extends Descriptor implements ListeningSocket {

    private static final int ACCEPTS_PER_WAKE_UP = 32;
    private static final int FLAGS = LinuxConstants.SOCK_NONBLOCK | LinuxConstants.SOCK_CLOEXEC;

    /** What somebody else has set: all of it is set anew when it is to change. */
    private static final ListenOptions UNKNOWN = new ListenOptions(0, Duration.ZERO, 0, false, SocketOptions.NONE);

    private final SocketAddress address;
    /** Of a Unix socket, removed at the end. */
    private final Optional<Path> file;
    private final LibC opener;
    private final BacklogReader backlogReader;
    private ListenOptions options;
    private @Nullable LinuxEventLoop loop;
    private @Nullable AcceptHandler handler;
    private volatile boolean closed;

    private LinuxListeningSocket(LibC opener, int fd, SocketAddress address, ListenOptions options, Optional<Path> file) {
        super(fd);
        this.opener = opener;
        this.backlogReader = new BacklogReader(opener);
        this.options = options;
        this.address = address;
        this.file = file;
    }

    /** @param opener calls the system until the socket is attached to a loop */
    static LinuxListeningSocket bound(LibC opener, int fd, SocketAddress address, ListenOptions options) {
        Optional<Path> file = address instanceof UnixDomainSocketAddress unix ? Optional.of(unix.getPath()) : Optional.empty();
        return new LinuxListeningSocket(opener, fd, address, options, file);
    }

    /** One that somebody else has bound, who also removes its file. */
    static LinuxListeningSocket handed(LibC opener, int fd, SocketAddress address) {
        return new LinuxListeningSocket(opener, fd, address, UNKNOWN, Optional.empty());
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
        if (closed) {
            return;
        }
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
            if (!loop.spare().take(SpareDescriptors.OF_A_CONNECTION)) {
                handler.onAcceptFailed(loop.spare().exhausted());
                return;
            }
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
    public Optional<Backlog> backlog() {
        return closed || address instanceof UnixDomainSocketAddress ? Optional.empty() : backlogReader.read(fd);
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
        return OpenDescriptor.owned(fd);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        LinuxEventLoop loop = this.loop;
        if (loop == null) {
            opener.close(fd);
        } else {
            loop.remove(this);
            acceptUpTo(Integer.MAX_VALUE); // the system resets what waits in the backlog of a socket that closes
            loop.libc().close(fd);
        }
        file.ifPresent(LinuxListeningSocket::remove);
    }
}
