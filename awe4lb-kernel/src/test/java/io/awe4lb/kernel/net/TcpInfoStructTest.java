package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TcpInfoStructTest {

    private static final int CLOSE_WAIT = 8;

    @Test
    void eachMemberIsReadFromItsPlace() {
        var expected = new TcpInfo(TcpInfo.State.CLOSE_WAIT, Duration.ofNanos(68_000), Duration.ofNanos(72_000), 100, 24, 80, 16, 144,
                160 | 164L << 32);
        assertEquals(Optional.of(expected), read(new Kernel(CLOSE_WAIT, 280)));
    }

    @Test
    void aKernelWhoseStructureIsShorterTellsNothing() {
        assertEquals(Optional.empty(), read(new Kernel(CLOSE_WAIT, 104)));
    }

    @Test
    void aSocketThatIsNotOfTcpTellsNothing() {
        assertEquals(Optional.empty(), read(new LibC() {
            @Override
            int getsockopt(int fd, int level, int option, long value, long length) {
                return -95; // EOPNOTSUPP
            }
        }));
    }

    @Test
    void aStateOfALaterKernelTellsNothing() {
        assertEquals(Optional.empty(), read(new Kernel(77, 280)));
    }

    private static Optional<TcpInfo> read(LibC libc) {
        return new TcpInfoStruct().read(libc, 5);
    }

    /** Fills every four bytes with their own offset, as far as it has them and there is room. */
    private static final class Kernel extends LibC {

        private final int state;
        private final int size;

        Kernel(int state, int size) {
            this.state = state;
            this.size = size;
        }

        @Override
        @SuppressWarnings("restricted") // tests are given native access
        int getsockopt(int fd, int level, int option, long value, long length) {
            assertEquals("5 6 11", fd + " " + level + " " + option);
            MemorySegment room = MemorySegment.ofAddress(length).reinterpret(Integer.BYTES);
            int filled = Math.min(size, room.get(JAVA_INT, 0));
            MemorySegment struct = MemorySegment.ofAddress(value).reinterpret(filled);
            for (int offset = 0; offset < filled; offset += Integer.BYTES) {
                struct.set(JAVA_INT, offset, offset);
            }
            struct.set(JAVA_BYTE, 0, (byte) state);
            room.set(JAVA_INT, 0, filled);
            return 0;
        }
    }
}
