package io.awe4lb.kernel.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The pipes of one loop: a few are kept for the next bulk stream, a pipe that comes back with bytes in it is closed. On the loop. */
final class Pipes implements AutoCloseable {

    private static final int KEPT = 16;
    /** What a pipe may hold at most without privilege. A GB through 64 kB pipes costs twice as much: twice the wake-ups and calls. */
    private static final int SIZE = 1024 * 1024;
    private static final int FLAGS = LinuxConstants.O_NONBLOCK | LinuxConstants.O_CLOEXEC;

    private final LibC libc;
    private final SpareDescriptors spare;
    private final MemorySegment fds = Arena.ofAuto().allocate(8, 8);
    private final ArrayDeque<LinuxPipe> kept = new ArrayDeque<>();
    private int open;
    private boolean refused;

    Pipes(LibC libc, SpareDescriptors spare) {
        this.libc = libc;
        this.spare = spare;
    }

    /** @return an empty pipe, or null when the system gives none */
    @Nullable LinuxPipe take() {
        LinuxPipe pipe = kept.pollFirst();
        if (pipe != null) {
            return pipe;
        }
        if (refused || !spare.take(2) || libc.pipe2(fds.address(), FLAGS) < 0) {
            return null;
        }
        open++;
        int writeEnd = fds.get(ValueLayout.JAVA_INT, 4);
        libc.fcntl(writeEnd, LinuxConstants.F_SETPIPE_SZ, SIZE); // one that is refused stays at 64 kB
        return new LinuxPipe(this, fds.get(ValueLayout.JAVA_INT, 0), writeEnd);
    }

    void giveBack(LinuxPipe pipe) {
        if (!refused && pipe.held() == 0 && kept.size() < KEPT) {
            kept.addFirst(pipe);
        } else {
            close(pipe);
        }
    }

    /** The system does not splice: everything is copied from now on. */
    void refuse() {
        refused = true;
        close();
    }

    /** @return how many pipes are out */
    int lent() {
        return open - kept.size();
    }

    private void close(LinuxPipe pipe) {
        open--;
        libc.close(pipe.readEnd);
        libc.close(pipe.writeEnd);
    }

    @Override
    public void close() {
        kept.forEach(this::close);
        kept.clear();
    }
}
