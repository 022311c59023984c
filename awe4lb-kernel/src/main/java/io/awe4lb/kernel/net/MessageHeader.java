package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code struct msghdr} with its one buffer and room for descriptors beside it. Sizes and offsets are those of 64 bits, the same on x86-64
 * and aarch64. Source: sendmsg(2), cmsg(3), unix(7).
 */
final class MessageHeader {

    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int MSG_FLAGS = 48;
    private static final int SIZE = 56;

    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_DATA = 16;
    private static final long CONTROL_SIZE = align(CMSG_DATA + DescriptorSocket.MOST_DESCRIPTORS * Integer.BYTES);

    private final MemorySegment header = Arena.ofAuto().allocate(SIZE, 8);
    private final MemorySegment iovec = Arena.ofAuto().allocate(16, 8);
    private final MemorySegment control = Arena.ofAuto().allocate(CONTROL_SIZE, 8);
    private final MemorySegment buffer;

    /** @param size bytes of a message at most */
    MessageHeader(int size) {
        buffer = Arena.ofAuto().allocate(size, 8);
        iovec.set(JAVA_LONG, 0, buffer.address());
        header.set(JAVA_LONG, MSG_IOV, iovec.address());
        header.set(JAVA_LONG, MSG_IOVLEN, 1);
    }

    /** Where the structure is. */
    long address() {
        return header.address();
    }

    /** @param descriptors at most {@link DescriptorSocket#MOST_DESCRIPTORS}; they go with the first byte */
    void toSend(byte[] message, int from, int length, List<OpenDescriptor> descriptors) {
        MemorySegment.copy(message, from, buffer, JAVA_BYTE, 0, length);
        iovec.set(JAVA_LONG, 8, length);
        control(descriptors.isEmpty() ? 0 : align(CMSG_DATA + descriptors.size() * Integer.BYTES));
        if (!descriptors.isEmpty()) {
            control.set(JAVA_LONG, 0, CMSG_DATA + (long) descriptors.size() * Integer.BYTES);
            control.set(JAVA_INT, CMSG_LEVEL, LinuxConstants.SOL_SOCKET);
            control.set(JAVA_INT, CMSG_TYPE, LinuxConstants.SCM_RIGHTS);
        }
        for (int i = 0; i < descriptors.size(); i++) {
            control.set(JAVA_INT, CMSG_DATA + (long) i * Integer.BYTES, descriptors.get(i).number());
        }
    }

    void toReceive() {
        iovec.set(JAVA_LONG, 8, buffer.byteSize());
        header.set(JAVA_INT, MSG_FLAGS, 0);
        control(CONTROL_SIZE);
    }

    private void control(long length) {
        header.set(JAVA_LONG, MSG_CONTROL, length == 0 ? 0 : control.address());
        header.set(JAVA_LONG, MSG_CONTROLLEN, length);
    }

    /** @param count bytes that came */
    byte[] message(long count) {
        return buffer.asSlice(0, count).toArray(JAVA_BYTE);
    }

    /** @return those that came with the bytes, the caller's to close */
    List<OpenDescriptor> descriptors() {
        List<OpenDescriptor> received = new ArrayList<>();
        long end = header.get(JAVA_LONG, MSG_CONTROLLEN);
        for (long at = 0; at + CMSG_DATA <= end;) {
            long length = control.get(JAVA_LONG, at);
            boolean isRights = control.get(JAVA_INT, at + CMSG_LEVEL) == LinuxConstants.SOL_SOCKET
                    && control.get(JAVA_INT, at + CMSG_TYPE) == LinuxConstants.SCM_RIGHTS;
            for (long data = at + CMSG_DATA; isRights && data < at + length; data += Integer.BYTES) {
                received.add(OpenDescriptor.owned(control.get(JAVA_INT, data)));
            }
            at += Math.max(CMSG_DATA, align(length));
        }
        return received;
    }

    /** Whether the system has dropped descriptors for which there was no room. */
    boolean isTruncated() {
        return (header.get(JAVA_INT, MSG_FLAGS) & LinuxConstants.MSG_CTRUNC) != 0;
    }

    private static long align(long length) {
        return (length + 7) & ~7;
    }
}
