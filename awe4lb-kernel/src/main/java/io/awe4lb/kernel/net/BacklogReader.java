package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Asks the system for a listening socket's backlog. Of such a socket, {@code struct tcp_info} has the backlog where it has segments for
 * others. Any thread, one at a time: that another thread closes the descriptor meanwhile, and even that the number is used again, is seen
 * by what it is then. Source: {@code tcp_get_info} of Linux, {@code linux/sock_diag.h}.
 */
final class BacklogReader {

    private static final int STATE = 0;
    private static final int LISTEN = TcpInfo.State.LISTEN.ordinal() + 1;
    private static final int UNACKED = 24;
    private static final int SACKED = 28;
    /** Up to and with the last member above. */
    private static final int INFO_SIZE = 32;

    private static final int DROPS = 8 * Integer.BYTES;
    private static final int MEMORY_INFO_SIZE = DROPS + Integer.BYTES;

    private final LibC libc;

    BacklogReader(LibC libc) {
        this.libc = libc;
    }

    /** @return empty when it is no TCP socket that listens */
    synchronized Optional<Backlog> read(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(MEMORY_INFO_SIZE + Integer.BYTES, Integer.BYTES);
            if (!ask(fd, LinuxConstants.IPPROTO_TCP, LinuxConstants.TCP_INFO, memory, INFO_SIZE)
                    || memory.get(JAVA_BYTE, STATE) != LISTEN) {
                return Optional.empty();
            }
            long waiting = number(memory, UNACKED);
            long limit = number(memory, SACKED);
            boolean told = ask(fd, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_MEMINFO, memory, MEMORY_INFO_SIZE);
            return Optional.of(new Backlog(waiting, limit, told ? number(memory, DROPS) : 0));
        }
    }

    /** Whether all of {@code size} bytes were filled. */
    private boolean ask(int fd, int level, int option, MemorySegment memory, int size) {
        memory.set(JAVA_INT, MEMORY_INFO_SIZE, size);
        int result = libc.getsockopt(fd, level, option, memory.address(), memory.address() + MEMORY_INFO_SIZE);
        return result >= 0 && memory.get(JAVA_INT, MEMORY_INFO_SIZE) >= size;
    }

    /** An unsigned one of 32 bits. */
    private static long number(MemorySegment memory, int offset) {
        return Integer.toUnsignedLong(memory.get(JAVA_INT, offset));
    }
}
