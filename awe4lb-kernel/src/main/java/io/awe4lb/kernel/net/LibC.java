package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
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
    private static final Linker.Option ERRNO_IS_CAUGHT = Linker.Option.captureCallState("errno");
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = CAPTURED.byteOffset(PathElement.groupElement("errno"));
    /** Why calls cannot be made, empty when all can. An initializer that failed would tell the reason to the first who asks, and to no other. */
    private static final List<String> REFUSALS = new ArrayList<>();

    /**
     * Linking a kind of call costs every start ten milliseconds, so there are two: all take whole registers, an {@code int} in the lower
     * half of one, and more of them than most functions look at. That is how the calling conventions of x86-64 and aarch64 pass both.
     */
    private static final FunctionDescriptor UP_TO_FOUR = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final FunctionDescriptor UP_TO_SIX =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final MethodHandle SOCKET = bind("socket", UP_TO_FOUR);
    private static final MethodHandle BIND = bind("bind", UP_TO_FOUR);
    private static final MethodHandle LISTEN = bind("listen", UP_TO_FOUR);
    private static final MethodHandle ACCEPT4 = bind("accept4", UP_TO_FOUR);
    private static final MethodHandle CONNECT = bind("connect", UP_TO_FOUR);
    private static final MethodHandle GETSOCKNAME = bind("getsockname", UP_TO_FOUR);
    private static final MethodHandle GETPEERNAME = bind("getpeername", UP_TO_FOUR);
    private static final MethodHandle SETSOCKOPT = bind("setsockopt", UP_TO_SIX);
    private static final MethodHandle GETSOCKOPT = bind("getsockopt", UP_TO_SIX);
    private static final MethodHandle RECV = bind("recv", UP_TO_FOUR);
    private static final MethodHandle SEND = bind("send", UP_TO_FOUR);
    private static final MethodHandle RECVMSG = bind("recvmsg", UP_TO_FOUR);
    private static final MethodHandle SENDMSG = bind("sendmsg", UP_TO_FOUR);
    private static final MethodHandle RECVMMSG = bind("recvmmsg", UP_TO_SIX);
    private static final MethodHandle SENDMMSG = bind("sendmmsg", UP_TO_FOUR);
    private static final MethodHandle SHUTDOWN = bind("shutdown", UP_TO_FOUR);
    private static final MethodHandle CLOSE = bind("close", UP_TO_FOUR);
    private static final MethodHandle SPLICE = bind("splice", UP_TO_SIX);
    private static final MethodHandle PIPE2 = bind("pipe2", UP_TO_FOUR);
    private static final MethodHandle FCNTL = bind("fcntl", UP_TO_FOUR);
    private static final MethodHandle EVENTFD = bind("eventfd", UP_TO_FOUR);
    private static final MethodHandle READ = bind("read", UP_TO_FOUR);
    private static final MethodHandle WRITE = bind("write", UP_TO_FOUR);
    private static final MethodHandle EPOLL_CREATE1 = bind("epoll_create1", UP_TO_FOUR);
    private static final MethodHandle EPOLL_CTL = bind("epoll_ctl", UP_TO_FOUR);
    private static final MethodHandle EPOLL_WAIT = bind("epoll_wait", UP_TO_FOUR);
    private static final MethodHandle CALLOC = bind("calloc", UP_TO_FOUR);
    private static final MethodHandle FREE = bind("free", UP_TO_FOUR);

    private final MemorySegment captured = Arena.ofAuto().allocate(CAPTURED);

    /** @throws UnsupportedOperationException with half a sentence that says which call is missing, or that the JVM forbids them */
    LibC() {
        if (!REFUSALS.isEmpty()) {
            throw new UnsupportedOperationException(REFUSALS.getFirst());
        }
    }

    /** @return what makes the call; nothing to be called where it is refused: there is no instance then */
    private static MethodHandle bind(String name, FunctionDescriptor function) {
        try {
            return LINKER.downcallHandle(symbol(name), function, ERRNO_IS_CAUGHT);
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
            return result((int) (long) SOCKET.invokeExact(captured, (long) domain, (long) type, (long) protocol, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int bind(int fd, long address, int length) {
        try {
            return result((int) (long) BIND.invokeExact(captured, (long) fd, address, (long) length, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int listen(int fd, int backlog) {
        try {
            return result((int) (long) LISTEN.invokeExact(captured, (long) fd, (long) backlog, 0L, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int accept4(int fd, long address, long length, int flags) {
        try {
            return result((int) (long) ACCEPT4.invokeExact(captured, (long) fd, address, length, (long) flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int connect(int fd, long address, int length) {
        try {
            return result((int) (long) CONNECT.invokeExact(captured, (long) fd, address, (long) length, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int getsockname(int fd, long address, long length) {
        try {
            return result((int) (long) GETSOCKNAME.invokeExact(captured, (long) fd, address, length, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int getpeername(int fd, long address, long length) {
        try {
            return result((int) (long) GETPEERNAME.invokeExact(captured, (long) fd, address, length, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int setsockopt(int fd, int level, int option, long value, int length) {
        try {
            return result((int) (long) SETSOCKOPT.invokeExact(captured, (long) fd, (long) level, (long) option, value, (long) length, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int getsockopt(int fd, int level, int option, long value, long length) {
        try {
            return result((int) (long) GETSOCKOPT.invokeExact(captured, (long) fd, (long) level, (long) option, value, length, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long recv(int fd, long buffer, long length, int flags) {
        try {
            return result((long) RECV.invokeExact(captured, (long) fd, buffer, length, (long) flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long send(int fd, long buffer, long length, int flags) {
        try {
            return result((long) SEND.invokeExact(captured, (long) fd, buffer, length, (long) flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long recvmsg(int fd, long header, int flags) {
        try {
            return result((long) RECVMSG.invokeExact(captured, (long) fd, header, (long) flags, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long sendmsg(int fd, long header, int flags) {
        try {
            return result((long) SENDMSG.invokeExact(captured, (long) fd, header, (long) flags, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /** Without a time-out. @return messages that came */
    int recvmmsg(int fd, long messages, int most, int flags) {
        try {
            return result((int) (long) RECVMMSG.invokeExact(captured, (long) fd, messages, (long) most, (long) flags, 0L, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /** @return messages that were sent; where that is less than all, the next one failed */
    int sendmmsg(int fd, long messages, int count, int flags) {
        try {
            return result((int) (long) SENDMMSG.invokeExact(captured, (long) fd, messages, (long) count, (long) flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /** @return where the memory is, or 0 */
    long calloc(long count, long size) {
        try {
            return (long) CALLOC.invokeExact(captured, count, size, 0L, 0L);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    void free(long memory) {
        try {
            long _ = (long) FREE.invokeExact(captured, memory, 0L, 0L, 0L);
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int shutdown(int fd, int how) {
        try {
            return result((int) (long) SHUTDOWN.invokeExact(captured, (long) fd, (long) how, 0L, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int close(int fd) {
        try {
            return result((int) (long) CLOSE.invokeExact(captured, (long) fd, 0L, 0L, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long splice(int from, int to, long length, int flags) {
        try {
            return result((long) SPLICE.invokeExact(captured, (long) from, 0L, (long) to, 0L, length, (long) flags));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int pipe2(long fds, int flags) {
        try {
            return result((int) (long) PIPE2.invokeExact(captured, fds, (long) flags, 0L, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    /** With an {@code int} as its third parameter. */
    int fcntl(int fd, int operation, int value) {
        try {
            return result((int) (long) FCNTL.invokeExact(captured, (long) fd, (long) operation, (long) value, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int eventfd(int value, int flags) {
        try {
            return result((int) (long) EVENTFD.invokeExact(captured, (long) value, (long) flags, 0L, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long read(int fd, long buffer, long length) {
        try {
            return result((long) READ.invokeExact(captured, (long) fd, buffer, length, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    long write(int fd, long buffer, long length) {
        try {
            return result((long) WRITE.invokeExact(captured, (long) fd, buffer, length, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int epollCreate1(int flags) {
        try {
            return result((int) (long) EPOLL_CREATE1.invokeExact(captured, (long) flags, 0L, 0L, 0L));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int epollCtl(int epoll, int operation, int fd, long event) {
        try {
            return result((int) (long) EPOLL_CTL.invokeExact(captured, (long) epoll, (long) operation, (long) fd, event));
        } catch (Throwable bug) {
            throw unexpected(bug);
        }
    }

    int epollWait(int epoll, long events, int most, int timeoutMillis) {
        try {
            return result((int) (long) EPOLL_WAIT.invokeExact(captured, (long) epoll, events, (long) most, (long) timeoutMillis));
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
