package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An epoll instance with room for its events. {@code struct epoll_event} is packed on x86-64 (12 bytes) and aligned elsewhere (16 bytes).
 * On the loop.
 */
final class Epoll {

    private static final int MOST_EVENTS = 256;
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int EVENT_SIZE = PACKED ? 12 : 16;
    private static final int DATA_OFFSET = PACKED ? 4 : 8;

    private final LibC libc;
    private final int fd;
    private final MemorySegment events = Arena.ofAuto().allocate((long) MOST_EVENTS * EVENT_SIZE, 8);
    private final MemorySegment change = Arena.ofAuto().allocate(EVENT_SIZE, 8);

    Epoll(LibC libc) throws IOException {
        this.libc = libc;
        this.fd = libc.epollCreate1(LinuxConstants.EPOLL_CLOEXEC);
        if (fd < 0) {
            throw Errno.exception("epoll_create1", fd);
        }
    }

    void add(int target, int interest, long data) throws IOException {
        control(LinuxConstants.EPOLL_CTL_ADD, target, interest, data);
    }

    void modify(int target, int interest, long data) throws IOException {
        control(LinuxConstants.EPOLL_CTL_MOD, target, interest, data);
    }

    /** Needed where the target stays open in another process; a last one that is closed goes by itself. */
    void remove(int target) throws IOException {
        control(LinuxConstants.EPOLL_CTL_DEL, target, 0, 0);
    }

    private void control(int operation, int target, int interest, long data) throws IOException {
        change.set(JAVA_INT_UNALIGNED, 0, interest);
        change.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, data);
        int result = libc.epollCtl(fd, operation, target, change.address());
        if (result < 0) {
            throw Errno.exception("epoll_ctl", result);
        }
    }

    /**
     * Sleeps until something is ready.
     *
     * @param timeoutMillis 0 not to sleep, -1 for no limit
     * @return how many events there are, 0 when interrupted
     */
    int await(int timeoutMillis) throws IOException {
        int count = libc.epollWait(fd, events.address(), MOST_EVENTS, timeoutMillis);
        if (count < 0 && !Errno.EINTR.is(count)) {
            throw Errno.exception("epoll_wait", count);
        }
        return Math.max(0, count);
    }

    int events(int index) {
        return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_SIZE);
    }

    long data(int index) {
        return events.get(JAVA_LONG_UNALIGNED, (long) index * EVENT_SIZE + DATA_OFFSET);
    }

    void close() {
        libc.close(fd);
    }
}
