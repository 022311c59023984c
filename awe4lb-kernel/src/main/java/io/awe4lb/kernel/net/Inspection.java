package io.awe4lb.kernel.net;

import static io.awe4lb.kernel.net.LinuxConstants.SOL_SOCKET;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds out what a descriptor is that this process was handed, and makes it one of ours. Refuses with a sentence about what it is, and has
 * changed nothing then. Source: socket(7), fcntl(2).
 */
final class Inspection {

    private final LibC libc;
    private final int fd;
    private final SockAddr sockAddr = new SockAddr();
    private final MemorySegment option = Arena.ofAuto().allocate(8, 8);

    Inspection(LibC libc, int fd) {
        this.libc = libc;
        this.fd = fd;
    }

    /** @return where the connected stream socket that it must be is connected to */
    SocketAddress peer() throws IOException {
        requireStream("a connected stream socket");
        if (option(LinuxConstants.SO_ACCEPTCONN) != 0) {
            throw refused("a socket that listens", "a connected stream socket");
        }
        int result = libc.getpeername(fd, sockAddr.address(), sockAddr.lengthToFill());
        if (Errno.ENOTCONN.is(result)) {
            throw refused("a stream socket that is not connected, or not any more", "a connected one");
        }
        if (result < 0) {
            throw Errno.exception("getpeername", result);
        }
        return sockAddr.read();
    }

    /** @return where the listening stream socket that it must be is bound */
    SocketAddress listening() throws IOException {
        requireStream("a listening stream socket");
        if (option(LinuxConstants.SO_ACCEPTCONN) == 0) {
            throw refused("a stream socket that does not listen", "one that listens");
        }
        int result = libc.getsockname(fd, sockAddr.address(), sockAddr.lengthToFill());
        if (result < 0) {
            throw Errno.exception("getsockname", result);
        }
        return sockAddr.readWithPath();
    }

    boolean isUnix() throws IOException {
        return option(LinuxConstants.SO_DOMAIN) == LinuxConstants.AF_UNIX;
    }

    private void requireStream(String needed) throws IOException {
        int type = option(LinuxConstants.SO_TYPE);
        if (type != LinuxConstants.SOCK_STREAM) {
            throw refused(switch (type) {
                case LinuxConstants.SOCK_DGRAM -> "a datagram socket";
                case LinuxConstants.SOCK_SEQPACKET -> "a socket of packets";
                default -> "a socket of type " + type;
            }, needed);
        }
        int family = option(LinuxConstants.SO_DOMAIN);
        int protocol = option(LinuxConstants.SO_PROTOCOL);
        if (family != LinuxConstants.AF_UNIX
                && (family != LinuxConstants.AF_INET && family != LinuxConstants.AF_INET6 || protocol != LinuxConstants.IPPROTO_TCP)) {
            throw refused("a stream socket of address family " + family + " and protocol " + protocol, needed + " of TCP or Unix");
        }
    }

    private int option(int name) throws IOException {
        option.set(ValueLayout.JAVA_INT, 0, 0);
        option.set(ValueLayout.JAVA_INT, 4, Integer.BYTES);
        int result = libc.getsockopt(fd, SOL_SOCKET, name, option.address(), option.address() + 4);
        if (Errno.EBADF.is(result)) {
            throw new IOException("descriptor " + fd + " is not open");
        }
        if (Errno.ENOTSOCK.is(result)) {
            throw refused(file(), "a socket");
        }
        if (result < 0) {
            throw Errno.exception("getsockopt", result);
        }
        return option.get(ValueLayout.JAVA_INT, 0);
    }

    /** A path, or for what has none a word like {@code pipe:[4711]}. */
    private String file() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
        } catch (IOException _) { // no /proc here
            return "something else";
        }
    }

    private IOException refused(String found, String needed) {
        return new IOException("descriptor " + fd + " is " + found + ": " + needed + " is needed");
    }

    /** Whether calls block is a property of the open socket: other processes that have it, too, see the change. Source: open(2). */
    void makeOurs(boolean blocking) throws IOException {
        int flags = fcntl(LinuxConstants.F_GETFL, 0);
        int wanted = blocking ? flags & ~LinuxConstants.O_NONBLOCK : flags | LinuxConstants.O_NONBLOCK;
        if (wanted != flags) {
            fcntl(LinuxConstants.F_SETFL, wanted);
        }
        fcntl(LinuxConstants.F_SETFD, LinuxConstants.FD_CLOEXEC);
    }

    private int fcntl(int operation, int value) throws IOException {
        int result = libc.fcntl(fd, operation, value);
        if (result < 0) {
            throw Errno.exception("fcntl", result);
        }
        return result;
    }
}
