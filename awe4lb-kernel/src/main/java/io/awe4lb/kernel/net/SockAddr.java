package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** A {@code struct sockaddr_storage} with its length, to hand addresses to the system and to take them from it. One a thread. */
final class SockAddr {

    /** {@code sizeof(struct sockaddr_storage)}. */
    private static final int SIZE = 128;
    /** {@code sun_path} with its final zero. */
    private static final int UNIX_PATH = 108;

    private final MemorySegment memory = Arena.ofAuto().allocate(SIZE + 8, 8);

    /** Where the structure is. */
    long address() {
        return memory.address();
    }

    /** Where its {@code socklen_t} is, set to the size of the structure: for calls that answer an address. */
    long lengthToFill() {
        memory.set(JAVA_INT_UNALIGNED, SIZE, SIZE);
        return memory.address() + SIZE;
    }

    static int family(SocketAddress address) {
        return switch (address) {
            case InetSocketAddress inet when inet.getAddress() instanceof Inet4Address -> LinuxConstants.AF_INET;
            case InetSocketAddress _ -> LinuxConstants.AF_INET6;
            default -> LinuxConstants.AF_UNIX;
        };
    }

    /** @return the length of the structure written */
    int write(SocketAddress address) throws IOException {
        memory.asSlice(0, SIZE).fill((byte) 0);
        memory.set(JAVA_SHORT_UNALIGNED, 0, (short) family(address));
        return switch (address) {
            case InetSocketAddress inet when inet.getAddress() instanceof Inet4Address ip -> writeInet(inet.getPort(), ip);
            case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address ip -> writeInet6(inet.getPort(), ip);
            case UnixDomainSocketAddress unix -> writeUnix(unix);
            default -> throw new SocketException("not an address of a stream socket: " + address);
        };
    }

    private int writeInet(int port, Inet4Address ip) {
        writePort(port);
        MemorySegment.copy(ip.getAddress(), 0, memory, JAVA_BYTE, 4, 4);
        return 16;
    }

    private int writeInet6(int port, Inet6Address ip) {
        writePort(port);
        MemorySegment.copy(ip.getAddress(), 0, memory, JAVA_BYTE, 8, 16);
        memory.set(JAVA_INT_UNALIGNED, 24, ip.getScopeId());
        return 28;
    }

    private int writeUnix(UnixDomainSocketAddress unix) throws SocketException {
        byte[] path = unix.getPath().toString().getBytes(StandardCharsets.UTF_8);
        if (path.length >= UNIX_PATH) {
            throw new SocketException("the path of a Unix socket has at most " + (UNIX_PATH - 1) + " bytes: " + unix);
        }
        MemorySegment.copy(path, 0, memory, JAVA_BYTE, 2, path.length);
        return 2 + path.length + 1;
    }

    private void writePort(int port) {
        memory.set(JAVA_BYTE, 2, (byte) (port >> 8));
        memory.set(JAVA_BYTE, 3, (byte) port);
    }

    /** @return what the system wrote, with the path of a Unix socket; empty where it has none, or an abstract name */
    SocketAddress readWithPath() {
        if (memory.get(JAVA_SHORT_UNALIGNED, 0) != LinuxConstants.AF_UNIX) {
            return read();
        }
        boolean hasPath = memory.get(JAVA_INT_UNALIGNED, SIZE) > 2;
        return UnixDomainSocketAddress.of(hasPath ? memory.getString(2) : "");
    }

    /** @return what the system wrote; a Unix socket's path is not read */
    SocketAddress read() {
        return switch (memory.get(JAVA_SHORT_UNALIGNED, 0)) {
            case LinuxConstants.AF_INET -> new InetSocketAddress(ip(4, 4), port());
            case LinuxConstants.AF_INET6 -> new InetSocketAddress(ip(8, 16), port());
            default -> UnixDomainSocketAddress.of("");
        };
    }

    private int port() {
        return (memory.get(JAVA_BYTE, 2) & 0xFF) << 8 | memory.get(JAVA_BYTE, 3) & 0xFF;
    }

    private InetAddress ip(int offset, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(memory, JAVA_BYTE, offset, bytes, 0, length);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new AssertionError("4 and 16 bytes are always an address", impossible);
        }
    }
}
