package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/**
 * The C library's system calls, under their own names: the one file that binds it. Each answers what the call answers or, where that fails,
 * {@code -errno}; pointers are plain addresses, so that a call makes no object. See {@link Errno} and {@link LinuxConstants}.
 *
 * <p>An instance holds the memory that {@code errno} is caught in: one a thread.
 */
@SuppressWarnings("restricted") // the module is given native access by the start script
class LibC {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LOOKUP = LINKER.defaultLookup();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = CAPTURED.byteOffset(PathElement.groupElement("errno"));
    /** Why calls cannot be made, empty when all can. An initializer that failed would tell the reason to the first who asks, and to no other. */
    private static final List<String> REFUSALS = new ArrayList<>();

    private static final MethodHandle SOCKET = bind("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = bind("bind", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LISTEN = bind("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT4 = bind("accept4", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CONNECT = bind("connect", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKNAME = bind("getsockname", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle GETPEERNAME = bind("getpeername", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SETSOCKOPT = bind("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKOPT = bind("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle RECV = bind("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND = bind("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SHUTDOWN = bind("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = bind("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle SPLICE = bind("splice", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PIPE2 = bind("pipe2", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle FCNTL = bindVariadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD = bind("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = bind("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = bind("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle EPOLL_CREATE1 = bind("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL = bind("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle EPOLL_WAIT = bind("epoll_wait", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);

    /** Linked when a descriptor is handed over: no other call is of their kind, and linking a kind costs every start milliseconds. */
    private static final class Messages {
        private static final MethodHandle RECVMSG = bind("recvmsg", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
        private static final MethodHandle SENDMSG = bind("sendmsg", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    }

    /** Linked with the first socket of datagrams, for the same reason. */
    private static final class ManyMessages {
        private static final MethodHandle RECVMMSG = bind("recvmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
        private static final MethodHandle SENDMMSG = bind("sendmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
        private static final MethodHandle CALLOC = bind("calloc", JAVA_LONG, JAVA_LONG, JAVA_LONG);
        private static final MethodHandle FREE = bind("free", FunctionDescriptor.ofVoid(JAVA_LONG));
    }

    static {
        for (String linkedLater : List.of("recvmsg", "sendmsg", "recvmmsg", "sendmmsg", "calloc", "free")) {
            if (LOOKUP.find(linkedLater).isEmpty()) {
                REFUSALS.add(missing(linkedLater));
            }
        }
    }

    private final MemorySegment captured = Arena.ofAuto().allocate(CAPTURED);

    /** @throws UnsupportedOperationException with half a sentence that says which call is missing, or that the JVM forbids them */
    LibC() {
        if (!REFUSALS.isEmpty()) {
            throw new UnsupportedOperationException(REFUSALS.getFirst());
        }
    }

    private static MethodHandle bind(String name, ValueLayout result, MemoryLayout... parameters) {
        return bind(name, FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle bindVariadic(String name, int fixed, ValueLayout result, MemoryLayout... parameters) {
        return bind(name, FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    /** @return what makes the call; nothing to be called where it is refused: there is no instance then */
    private static MethodHandle bind(String name, FunctionDescriptor function, Linker.Option... options) {
        try {
            return LINKER.downcallHandle(symbol(name), function, options);
        } catch (UnsupportedOperationException | IllegalCallerException refusal) {
            REFUSALS.add(refusal.getMessage());
            return MethodHandles.empty(function.toMethodType());
        }
    }

    private static MemorySegment symbol(String name) {
        return LOOKUP.find(name).orElseThrow(() -> new UnsupportedOperationException(missing(name)));
    }

    private static String missing(String name) {
        return "the C library has no " + name;
    }

    int socket(int domain, int type, int protocol) {
        try {
            return result((int) SOCKET.invokeExact(captured, domain, type, protocol));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int bind(int fd, long address, int length) {
        try {
            return result((int) BIND.invokeExact(captured, fd, address, length));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int listen(int fd, int backlog) {
        try {
            return result((int) LISTEN.invokeExact(captured, fd, backlog));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int accept4(int fd, long address, long length, int flags) {
        try {
            return result((int) ACCEPT4.invokeExact(captured, fd, address, length, flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int connect(int fd, long address, int length) {
        try {
            return result((int) CONNECT.invokeExact(captured, fd, address, length));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int getsockname(int fd, long address, long length) {
        try {
            return result((int) GETSOCKNAME.invokeExact(captured, fd, address, length));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int getpeername(int fd, long address, long length) {
        try {
            return result((int) GETPEERNAME.invokeExact(captured, fd, address, length));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int setsockopt(int fd, int level, int option, long value, int length) {
        try {
            return result((int) SETSOCKOPT.invokeExact(captured, fd, level, option, value, length));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int getsockopt(int fd, int level, int option, long value, long length) {
        try {
            return result((int) GETSOCKOPT.invokeExact(captured, fd, level, option, value, length));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long recv(int fd, long buffer, long length, int flags) {
        try {
            return result((long) RECV.invokeExact(captured, fd, buffer, length, flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long send(int fd, long buffer, long length, int flags) {
        try {
            return result((long) SEND.invokeExact(captured, fd, buffer, length, flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long recvmsg(int fd, long header, int flags) {
        try {
            return result((long) Messages.RECVMSG.invokeExact(captured, fd, header, flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long sendmsg(int fd, long header, int flags) {
        try {
            return result((long) Messages.SENDMSG.invokeExact(captured, fd, header, flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /** Without a time-out. @return messages that came */
    int recvmmsg(int fd, long messages, int most, int flags) {
        try {
            return result((int) ManyMessages.RECVMMSG.invokeExact(captured, fd, messages, most, flags, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /** @return messages that were sent; where that is less than all, the next one failed */
    int sendmmsg(int fd, long messages, int count, int flags) {
        try {
            return result((int) ManyMessages.SENDMMSG.invokeExact(captured, fd, messages, count, flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /** @return where the memory is, or 0 */
    long calloc(long count, long size) {
        try {
            return (long) ManyMessages.CALLOC.invokeExact(captured, count, size);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    void free(long memory) {
        try {
            ManyMessages.FREE.invokeExact(memory);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int shutdown(int fd, int how) {
        try {
            return result((int) SHUTDOWN.invokeExact(captured, fd, how));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int close(int fd) {
        try {
            return result((int) CLOSE.invokeExact(captured, fd));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long splice(int from, int to, long length, int flags) {
        try {
            return result((long) SPLICE.invokeExact(captured, from, 0L, to, 0L, length, flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int pipe2(long fds, int flags) {
        try {
            return result((int) PIPE2.invokeExact(captured, fds, flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /** With an {@code int} as its third parameter. */
    int fcntl(int fd, int operation, int value) {
        try {
            return result((int) FCNTL.invokeExact(captured, fd, operation, value));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int eventfd(int value, int flags) {
        try {
            return result((int) EVENTFD.invokeExact(captured, value, flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long read(int fd, long buffer, long length) {
        try {
            return result((long) READ.invokeExact(captured, fd, buffer, length));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long write(int fd, long buffer, long length) {
        try {
            return result((long) WRITE.invokeExact(captured, fd, buffer, length));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int epollCreate1(int flags) {
        try {
            return result((int) EPOLL_CREATE1.invokeExact(captured, flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int epollCtl(int epoll, int operation, int fd, long event) {
        try {
            return result((int) EPOLL_CTL.invokeExact(captured, epoll, operation, fd, event));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int epollWait(int epoll, long events, int most, int timeoutMillis) {
        try {
            return result((int) EPOLL_WAIT.invokeExact(captured, epoll, events, most, timeoutMillis));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    private int result(int value) {
        return value >= 0 ? value : -errno();
    }

    private long result(long value) {
        return value >= 0 ? value : -errno();
    }

    private int errno() {
        return captured.get(JAVA_INT, ERRNO_OFFSET);
    }

    private static IllegalStateException unexpected(Throwable bug) {
        return new IllegalStateException("a call of the C library did not return", bug);
    }
}
