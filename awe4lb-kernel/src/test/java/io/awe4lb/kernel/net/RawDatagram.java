package io.awe4lb.kernel.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A datagram as no socket of UDP sends it. Source: RFC 768, raw(7). */
public final class RawDatagram {

    private static final int SOCK_RAW = 3;
    private static final int HEADER = 8;

    private RawDatagram() {}

    /**
     * Sends one to an address of this machine, from there.
     *
     * @param port that it says it comes from
     * @throws IOException if the system does not let this process do so
     */
    public static void send(int port, InetSocketAddress to, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        LibC libc = new LibC();
        int fd = checked("a raw socket", libc.socket(LinuxConstants.AF_INET, SOCK_RAW, LinuxConstants.IPPROTO_UDP));
        try (Arena arena = Arena.ofConfined()) {
            SockAddr address = new SockAddr();
            checked("connect", libc.connect(fd, address.address(), address.write(to)));
            var memory = arena.allocate(HEADER + content.length);
            ByteBuffer datagram = memory.asByteBuffer(); // in the order of the network
            datagram.putShort((short) port).putShort((short) to.getPort()).putShort((short) datagram.capacity());
            datagram.putShort((short) 0).put(content); // no checksum
            checked("send", (int) libc.send(fd, memory.address(), datagram.capacity(), 0));
        } finally {
            libc.close(fd);
        }
    }

    private static int checked(String call, int result) throws IOException {
        if (result < 0) {
            throw Errno.exception(call, result);
        }
        return result;
    }
}
