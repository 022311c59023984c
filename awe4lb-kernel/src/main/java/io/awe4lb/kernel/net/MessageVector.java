package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * An array of {@code struct mmsghdr} with a name, a control buffer and iovecs for each message. Sizes and offsets are those of 64 bits, the
 * same on x86-64 and aarch64. Source: recvmmsg(2), cmsg(3), ip(7), ipv6(7), udp(7). On one loop.
 */
final class MessageVector {

    private static final int SIZE = 64;
    private static final int NAME = 0;
    private static final int NAMELEN = 8;
    private static final int IOV = 16;
    private static final int IOVLEN = 24;
    private static final int CONTROL = 32;
    private static final int CONTROLLEN = 40;
    private static final int LENGTH = 56;

    private static final int IOVEC_SIZE = 16;
    /** {@code sizeof(struct sockaddr_in6)} and some. */
    private static final int NAME_SIZE = 32;
    private static final int SOCKADDR_IN = 16;
    private static final int SOCKADDR_IN6 = 28;
    /** An {@code in6_pktinfo} or {@code sockaddr_in6}, and a segment size, each with its header. */
    private static final int CONTROL_SIZE = 96;
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_DATA = 16;

    private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;
    private static final ValueLayout.OfLong BIG_LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt BIG_INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort BIG_SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment messages;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final MemorySegment iovecs;

    /**
     * All messages with a name, a control buffer and one iovec.
     *
     * @param count of messages
     */
    MessageVector(int count) {
        messages = Arena.ofAuto().allocate((long) count * SIZE, 8);
        names = Arena.ofAuto().allocate((long) count * NAME_SIZE, 8);
        controls = Arena.ofAuto().allocate((long) count * CONTROL_SIZE, 8);
        iovecs = Arena.ofAuto().allocate((long) count * IOVEC_SIZE, 8);
        for (int i = 0; i < count; i++) {
            messages.set(JAVA_LONG, at(i) + NAME, names.address() + (long) i * NAME_SIZE);
            messages.set(JAVA_LONG, at(i) + CONTROL, controls.address() + control(i));
            iovecs(i, i, 1);
        }
    }

    private static long at(int message) {
        return (long) message * SIZE;
    }

    private static long control(int message) {
        return (long) message * CONTROL_SIZE;
    }

    private static long name(int message) {
        return (long) message * NAME_SIZE;
    }

    /** Where a message is. */
    long address(int message) {
        return messages.address() + at(message);
    }

    void iovec(int index, long address, long length) {
        iovecs.set(JAVA_LONG, (long) index * IOVEC_SIZE, address);
        iovecs.set(JAVA_LONG, (long) index * IOVEC_SIZE + 8, length);
    }

    long iovecAddress(int index) {
        return iovecs.get(JAVA_LONG, (long) index * IOVEC_SIZE);
    }

    long iovecLength(int index) {
        return iovecs.get(JAVA_LONG, (long) index * IOVEC_SIZE + 8);
    }

    int iovecCount(int message) {
        return (int) messages.get(JAVA_LONG, at(message) + IOVLEN);
    }

    /** Which iovecs a message has. */
    void iovecs(int message, int first, int number) {
        messages.set(JAVA_LONG, at(message) + IOV, iovecs.address() + (long) first * IOVEC_SIZE);
        messages.set(JAVA_LONG, at(message) + IOVLEN, number);
    }

    /** Before a receive: the system has written what it needed of the room. */
    void toReceive(int message) {
        messages.set(JAVA_INT, at(message) + NAMELEN, NAME_SIZE);
        messages.set(JAVA_LONG, at(message) + CONTROLLEN, CONTROL_SIZE);
    }

    /** After a receive. @return bytes that came */
    int length(int message) {
        return messages.get(JAVA_INT, at(message) + LENGTH);
    }

    /** After a receive: who has sent it. */
    void readName(int message, Datagrams into) {
        long name = name(message);
        into.port = names.get(BIG_SHORT, name + 2) & 0xFFFF;
        if (names.get(JAVA_SHORT, name) == LinuxConstants.AF_INET) {
            into.addressHigh = 0;
            into.addressLow = IPV4_MAPPED | names.get(BIG_INT, name + 4) & 0xFFFF_FFFFL;
            into.scope = 0;
        } else {
            into.addressHigh = names.get(BIG_LONG, name + 8);
            into.addressLow = names.get(BIG_LONG, name + 16);
            into.scope = names.get(JAVA_INT, name + 24);
        }
    }

    /**
     * After a receive: to which address it was sent, and to which port if it was redirected, where the socket asks for that.
     *
     * @return bytes of each datagram that the system has joined; 0 where it is one alone
     */
    int readControl(int message, Datagrams into) {
        int segment = 0;
        long end = control(message) + messages.get(JAVA_LONG, at(message) + CONTROLLEN);
        for (long at = control(message); at + CMSG_DATA <= end;) {
            long length = controls.get(JAVA_LONG, at);
            int level = controls.get(JAVA_INT, at + CMSG_LEVEL);
            int type = controls.get(JAVA_INT, at + CMSG_TYPE);
            if (level == LinuxConstants.IPPROTO_UDP && type == LinuxConstants.UDP_GRO) {
                segment = controls.get(JAVA_INT, at + CMSG_DATA);
            } else if (level == LinuxConstants.IPPROTO_IP && type == LinuxConstants.IP_PKTINFO) {
                into.localHigh = 0;
                into.localLow = IPV4_MAPPED | controls.get(BIG_INT, at + CMSG_DATA + 4) & 0xFFFF_FFFFL;
            } else if (level == LinuxConstants.IPPROTO_IPV6 && type == LinuxConstants.IPV6_PKTINFO) {
                readIpv6(at + CMSG_DATA, into);
            } else {
                readDestination(level, type, at + CMSG_DATA, into);
            }
            at += Math.max(CMSG_DATA, length + 7 & ~7);
        }
        return segment;
    }

    /** A {@code sockaddr_in} or {@code sockaddr_in6}; of a group of receivers nothing, because nobody can answer from there. */
    private void readDestination(int level, int type, long at, Datagrams into) {
        if (level == LinuxConstants.IPPROTO_IP && type == LinuxConstants.IP_ORIGDSTADDR) {
            int ip = controls.get(BIG_INT, at + 4);
            boolean isGroup = ip >>> 28 == 0xE;
            into.localHigh = 0;
            into.localLow = isGroup ? 0 : IPV4_MAPPED | ip & 0xFFFF_FFFFL;
            into.localPort = isGroup ? 0 : controls.get(BIG_SHORT, at + 2) & 0xFFFF;
        } else if (level == LinuxConstants.IPPROTO_IPV6 && type == LinuxConstants.IPV6_ORIGDSTADDR) {
            readIpv6(at + 8, into);
            into.localPort = (into.localHigh | into.localLow) == 0 ? 0 : controls.get(BIG_SHORT, at + 2) & 0xFFFF;
        }
    }

    /** A group's address is nobody's to answer from: the system chooses then. */
    private void readIpv6(long at, Datagrams into) {
        long high = controls.get(BIG_LONG, at);
        boolean isGroup = high >>> 56 == 0xFF;
        into.localHigh = isGroup ? 0 : high;
        into.localLow = isGroup ? 0 : controls.get(BIG_LONG, at + 8);
    }

    /** Before a send to the peer of a connected socket. */
    void withoutName(int message) {
        messages.set(JAVA_INT, at(message) + NAMELEN, 0);
    }

    /** Before a send. @param isIpv6 whether the socket is of IPv6 */
    void writeName(int message, DatagramPeer to, boolean isIpv6) {
        long name = name(message);
        names.set(JAVA_SHORT, name, (short) (isIpv6 ? LinuxConstants.AF_INET6 : LinuxConstants.AF_INET));
        names.set(BIG_SHORT, name + 2, (short) to.port);
        if (isIpv6) {
            names.set(JAVA_INT, name + 4, 0);
            names.set(BIG_LONG, name + 8, to.addressHigh);
            names.set(BIG_LONG, name + 16, to.addressLow);
            names.set(JAVA_INT, name + 24, to.scope);
        } else {
            names.set(BIG_INT, name + 4, (int) to.addressLow);
            names.set(JAVA_LONG, name + 8, 0);
        }
        messages.set(JAVA_INT, at(message) + NAMELEN, isIpv6 ? SOCKADDR_IN6 : SOCKADDR_IN);
    }

    /** Before a send. @param to says the address that it leaves from; null for a connected socket. @param segment 0: it is one datagram */
    void writeControl(int message, @Nullable DatagramPeer to, boolean isIpv6, int segment) {
        long begin = control(message);
        long at = begin;
        if (to != null && (to.localHigh | to.localLow) != 0) {
            at = isIpv6 ? writeIpv6(at, to) : writeIpv4(at, to);
        }
        if (segment > 0) {
            at = header(at, 2, LinuxConstants.IPPROTO_UDP, LinuxConstants.UDP_SEGMENT);
            controls.set(JAVA_SHORT, at - 8, (short) segment);
        }
        messages.set(JAVA_LONG, at(message) + CONTROLLEN, at - begin);
    }

    /** {@code struct in_pktinfo}: interface, the address to send from, and one that only a receive has. */
    private long writeIpv4(long at, DatagramPeer to) {
        long next = header(at, 12, LinuxConstants.IPPROTO_IP, LinuxConstants.IP_PKTINFO);
        controls.set(JAVA_INT, at + CMSG_DATA, 0);
        controls.set(BIG_INT, at + CMSG_DATA + 4, (int) to.localLow);
        controls.set(JAVA_INT, at + CMSG_DATA + 8, 0);
        return next;
    }

    /** {@code struct in6_pktinfo}: the address to send from, and the interface. */
    private long writeIpv6(long at, DatagramPeer to) {
        long next = header(at, 20, LinuxConstants.IPPROTO_IPV6, LinuxConstants.IPV6_PKTINFO);
        controls.set(BIG_LONG, at + CMSG_DATA, to.localHigh);
        controls.set(BIG_LONG, at + CMSG_DATA + 8, to.localLow);
        controls.set(JAVA_INT, at + CMSG_DATA + 16, 0);
        return next;
    }

    /** @return where the next one begins */
    private long header(long at, int dataLength, int level, int type) {
        controls.set(JAVA_LONG, at, CMSG_DATA + (long) dataLength);
        controls.set(JAVA_INT, at + CMSG_LEVEL, level);
        controls.set(JAVA_INT, at + CMSG_TYPE, type);
        return at + CMSG_DATA + (dataLength + 7 & ~7);
    }
}
