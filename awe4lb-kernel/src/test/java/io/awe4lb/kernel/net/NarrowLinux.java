package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/** The Linux transport with sockets whose send buffers are tiny, so that bytes wait in its pipes as they do before a slow network. */
public final class NarrowLinux {

    private static final int SO_SNDBUF = 7;
    private static final int TINY = 4096;

    private final AtomicInteger waits = new AtomicInteger();

    /** @return a transport whose accepted and connected sockets are narrow */
    public Transport transport() {
        return LinuxTransport.open(Narrow::new);
    }

    /** @return how often a pipe could not be emptied at once */
    public int waits() {
        return waits.get();
    }

    private final class Narrow extends LibC {

        /** Accepted sockets inherit it from the one that listens. */
        @Override
        int socket(int domain, int type, int protocol) {
            int fd = super.socket(domain, type, protocol);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment value = arena.allocate(JAVA_INT);
                value.set(JAVA_INT, 0, TINY);
                setsockopt(fd, LinuxConstants.SOL_SOCKET, SO_SNDBUF, value.address(), Integer.BYTES);
            }
            return fd;
        }

        @Override
        long splice(int from, int to, long length, int flags) {
            long moved = super.splice(from, to, length, flags);
            if (Errno.EAGAIN.is(moved) && isSocket(to)) {
                waits.incrementAndGet();
            }
            return moved;
        }

        private boolean isSocket(int fd) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment value = arena.allocate(8, 4);
                value.set(JAVA_INT, 4, Integer.BYTES);
                return getsockopt(fd, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_TYPE, value.address(), value.address() + 4) == 0;
            }
        }
    }
}
