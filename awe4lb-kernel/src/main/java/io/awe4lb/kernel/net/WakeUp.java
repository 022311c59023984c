package io.awe4lb.kernel.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An eventfd that interrupts the sleep of a loop. */
final class WakeUp extends Descriptor {

    private final LibC libc;
    /** For the loop's thread. */
    private final MemorySegment count = Arena.ofAuto().allocate(8, 8);
    /** The number one, for other threads. */
    private final MemorySegment one = Arena.ofAuto().allocate(8, 8);
    /** Its errno is written by several threads at once and read by none. */
    private final LibC signaller = new LibC();
    private volatile boolean closed;

    WakeUp(LibC libc) throws IOException {
        super(open(libc));
        this.libc = libc;
        one.set(ValueLayout.JAVA_LONG, 0, 1);
    }

    private static int open(LibC libc) throws IOException {
        int fd = libc.eventfd(0, LinuxConstants.EFD_CLOEXEC | LinuxConstants.EFD_NONBLOCK);
        if (fd < 0) {
            throw Errno.exception("eventfd", fd);
        }
        return fd;
    }

    /** Any thread. */
    void signal() {
        if (!closed) {
            signaller.write(fd, one.address(), Long.BYTES);
        }
    }

    @Override
    void onEvents(int events) {
        libc.read(fd, count.address(), Long.BYTES);
    }

    @Override
    void close() {
        if (!closed) {
            closed = true;
            libc.close(fd);
        }
    }
}
