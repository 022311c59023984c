package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A {@code struct tcp_info}. Kernels make it longer at its end, never otherwise, and fill as much as they are given room for. On the loop.
 * Source: linux/tcp.h, tcp(7).
 */
final class TcpInfoStruct {

    private static final int STATE = 0;
    private static final int SND_MSS = 16;
    private static final int UNACKED = 24;
    private static final int RTT = 68;
    private static final int RTTVAR = 72;
    private static final int SND_CWND = 80;
    private static final int TOTAL_RETRANS = 100;
    private static final int NOTSENT_BYTES = 144;
    private static final int DELIVERY_RATE = 160;
    /** Up to and with the last member above, which came with Linux 4.9. */
    private static final int SIZE = 168;

    private static final TcpInfo.State[] STATES = TcpInfo.State.values();

    /** The structure, and after it a {@code socklen_t}. */
    private final MemorySegment memory = Arena.ofAuto().allocate(SIZE + 8, 8);

    /** @return empty when it is no TCP socket, or the kernel's structure is shorter */
    Optional<TcpInfo> read(LibC libc, int fd) {
        memory.set(JAVA_INT, SIZE, SIZE);
        int result =
                libc.getsockopt(fd, LinuxConstants.IPPROTO_TCP, LinuxConstants.TCP_INFO, memory.address(), memory.address() + SIZE);
        int state = memory.get(JAVA_BYTE, STATE);
        if (result < 0 || memory.get(JAVA_INT, SIZE) < SIZE || state < 1 || state > STATES.length) {
            return Optional.empty();
        }
        return Optional.of(new TcpInfo(STATES[state - 1], micros(RTT), micros(RTTVAR), number(TOTAL_RETRANS), number(UNACKED),
                number(SND_CWND), number(SND_MSS), number(NOTSENT_BYTES), memory.get(JAVA_LONG, DELIVERY_RATE)));
    }

    private Duration micros(int offset) {
        return Duration.of(number(offset), ChronoUnit.MICROS);
    }

    /** An unsigned one of 32 bits. */
    private long number(int offset) {
        return Integer.toUnsignedLong(memory.get(JAVA_INT, offset));
    }
}
