package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;

/** Error numbers of Linux that mean something here, and exceptions that name them. The numbers are the same on x86-64 and aarch64. */
enum Errno {
    EPERM(1, "Operation not permitted"),
    ENOENT(2, "No such file or directory"),
    EINTR(4, "Interrupted"),
    EIO(5, "Input/output error"),
    EBADF(9, "Not an open descriptor"),
    EAGAIN(11, "Nothing to do now"),
    ENOMEM(12, "Out of memory"),
    EACCES(13, "Permission denied"),
    ENODEV(19, "No such device"),
    EINVAL(22, "Invalid argument"),
    ENFILE(23, "Too many open files in the system"),
    EMFILE(24, "Too many open files"),
    ENOSPC(28, "No space left"),
    EPIPE(32, "Broken pipe"),
    ENOSYS(38, "Not in this kernel"),
    EPROTO(71, "Protocol error"),
    ENOTSOCK(88, "Not a socket"),
    EMSGSIZE(90, "Message too long"),
    ENOPROTOOPT(92, "Option not available"),
    EADDRINUSE(98, "Address already in use"),
    EADDRNOTAVAIL(99, "Cannot assign requested address"),
    ENETDOWN(100, "Network is down"),
    ENETUNREACH(101, "Network is unreachable"),
    ECONNABORTED(103, "Connection aborted"),
    ECONNRESET(104, "Connection reset"),
    ENOBUFS(105, "No buffer space"),
    ENOTCONN(107, "Not connected"),
    ETOOMANYREFS(109, "Too many descriptors under way"),
    ETIMEDOUT(110, "Connection timed out"),
    ECONNREFUSED(111, "Connection refused"),
    EHOSTUNREACH(113, "No route to host"),
    EINPROGRESS(115, "In progress");

    private final int number;
    private final String sentence;

    Errno(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    /** @return whether a call answered this error */
    boolean is(long result) {
        return result == -number;
    }

    /** @return whether a call failed for want of descriptors, memory or ports of this machine */
    static boolean isExhaustion(long result) {
        return EMFILE.is(result) || ENFILE.is(result) || ENOBUFS.is(result) || ENOMEM.is(result) || ENOSPC.is(result);
    }

    /** @return whether datagrams that were joined cannot be taken apart: larger than the path takes, or a device that does not compute checksums */
    static boolean isNotSegmented(long result) {
        return EINVAL.is(result) || EIO.is(result) || EMSGSIZE.is(result);
    }

    /** @return whether a datagram was not sent for a reason that is not the peer's: no room, too large for the path, or a filter of packets */
    static boolean isUnsent(long result) {
        return EAGAIN.is(result) || EMSGSIZE.is(result) || EPERM.is(result) || isExhaustion(result);
    }

    /** @return whether this kernel, or a filter of system calls, does not have the call or not for such a descriptor */
    static boolean isRefusal(long result) {
        return ENOSYS.is(result) || EPERM.is(result) || EINVAL.is(result);
    }

    /**
     * What a failed call becomes.
     *
     * @param call its name
     * @param result what it answered, the negative number of the error
     */
    static IOException exception(String call, long result) {
        for (Errno errno : values()) {
            if (errno.is(result)) {
                return errno.exception(errno.sentence + " (" + errno.name() + " from " + call + ")");
            }
        }
        return new SocketException("error " + -result + " from " + call);
    }

    private IOException exception(String message) {
        return switch (this) {
            case ECONNREFUSED, ETIMEDOUT -> new ConnectException(message);
            case EHOSTUNREACH -> new NoRouteToHostException(message);
            case EADDRINUSE, EADDRNOTAVAIL, EACCES -> new BindException(message);
            default -> new SocketException(message);
        };
    }
}
