package io.awe4lb.kernel.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/** A sender who gives the system many datagrams as one, and has it take them apart (UDP_SEGMENT). Source: udp(7). */
public final class SegmentingSender implements AutoCloseable {

    private final LibC libc = new LibC();
    private final int fd;

    /**
     * From any port to an address.
     *
     * @param size bytes of each datagram but the last
     */
    public SegmentingSender(InetSocketAddress to, int size) throws IOException {
        fd = checked("socket", libc.socket(SockAddr.family(to), LinuxConstants.SOCK_DGRAM | LinuxConstants.SOCK_CLOEXEC, 0));
        SockAddr address = new SockAddr();
        checked("connect", libc.connect(fd, address.address(), address.write(to)));
        new LinuxOptions(libc).set(fd, LinuxConstants.IPPROTO_UDP, LinuxConstants.UDP_SEGMENT, size, "UDP_SEGMENT");
    }

    /** All at once. */
    public void sends(byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(bytes.length);
            memory.copyFrom(MemorySegment.ofArray(bytes));
            checked("send", (int) libc.send(fd, memory.address(), bytes.length, 0));
        }
    }

    private static int checked(String call, int result) throws IOException {
        if (result < 0) {
            throw Errno.exception(call, result);
        }
        return result;
    }

    @Override
    public void close() {
        libc.close(fd);
    }
}
