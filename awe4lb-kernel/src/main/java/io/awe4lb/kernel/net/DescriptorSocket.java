package io.awe4lb.kernel.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A connected Unix socket over which a process hands descriptors to another one of the same machine: both then have the same sockets open,
 * until each closes its own. Linux only. Source: unix(7), SCM_RIGHTS.
 *
 * <p>Blocks, at most for its time-out: for a thread of its own, not for a loop. Not thread safe.
 */
public final class DescriptorSocket implements AutoCloseable {

    /** Descriptors of one message at most: the system's SCM_MAX_FD. */
    public static final int MOST_DESCRIPTORS = 253;
    /** Bytes that one {@link #receive()} brings at most. */
    public static final int BUFFER_SIZE = 64 * 1024;

    private final LibC libc;
    private final int fd;
    private final long timeoutMillis;
    private final MessageHeader header = new MessageHeader(BUFFER_SIZE);
    private boolean closed;

    private DescriptorSocket(LibC libc, int fd, Duration timeout) throws IOException {
        this.libc = libc;
        this.fd = fd;
        this.timeoutMillis = timeout.toMillis();
        setTimeout(LinuxConstants.SO_RCVTIMEO, "SO_RCVTIMEO", timeout);
        setTimeout(LinuxConstants.SO_SNDTIMEO, "SO_SNDTIMEO", timeout);
    }

    /**
     * Connects to a process that listens.
     *
     * @param address of its Unix socket
     * @param timeout of this and of each later call; positive
     * @return connected
     * @throws IOException if nobody listens there, or does not answer
     */
    public static DescriptorSocket connect(UnixDomainSocketAddress address, Duration timeout) throws IOException {
        LibC libc = new LibC();
        int fd = libc.socket(LinuxConstants.AF_UNIX, LinuxConstants.SOCK_STREAM | LinuxConstants.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw Errno.exception("socket", fd);
        }
        try {
            DescriptorSocket socket = new DescriptorSocket(libc, fd, timeout);
            SockAddr sockAddr = new SockAddr();
            int result = libc.connect(fd, sockAddr.address(), sockAddr.write(address));
            if (result < 0) {
                throw Errno.exception("connect to " + address, result);
            }
            return socket;
        } catch (IOException | RuntimeException failure) {
            libc.close(fd);
            throw failure;
        }
    }

    /**
     * Takes over a Unix socket that is connected already.
     *
     * @param descriptor of a connected Unix stream socket, for instance of one that a loop has accepted and detached
     * @param timeout of each call; positive
     * @return has taken the descriptor
     * @throws IOException with a sentence about what it is instead; the descriptor is still the caller's to close
     */
    public static DescriptorSocket of(OpenDescriptor descriptor, Duration timeout) throws IOException {
        return of(new LibC(), descriptor, timeout);
    }

    static DescriptorSocket of(LibC libc, OpenDescriptor descriptor, Duration timeout) throws IOException {
        Inspection inspection = new Inspection(libc, descriptor.number());
        inspection.peer();
        if (!inspection.isUnix()) {
            throw new IOException("descriptor " + descriptor.number() + " is a TCP socket: only a Unix socket carries descriptors");
        }
        inspection.makeOurs(true);
        DescriptorSocket socket = new DescriptorSocket(libc, descriptor.number(), timeout);
        descriptor.taken();
        return socket;
    }

    /** {@code struct timeval}: seconds and microseconds. */
    private void setTimeout(int option, String name, Duration timeout) throws IOException {
        MemorySegment value = Arena.ofAuto().allocate(16, 8);
        value.set(ValueLayout.JAVA_LONG, 0, timeout.toSeconds());
        value.set(ValueLayout.JAVA_LONG, 8, timeout.toNanosPart() / 1_000);
        int result = libc.setsockopt(fd, LinuxConstants.SOL_SOCKET, option, value.address(), (int) value.byteSize());
        if (result < 0) {
            throw Errno.exception(name, result);
        }
    }

    /**
     * Sends bytes, and descriptors with the first of them. The other process has its own of each from then on; those of this one stay open.
     *
     * @param message at least one byte
     * @param descriptors at most {@value #MOST_DESCRIPTORS}
     * @throws SocketTimeoutException if the other side took nothing in time; part of the message may have gone
     * @throws IOException if the connection is broken or a descriptor is not open
     */
    public void send(byte[] message, List<OpenDescriptor> descriptors) throws IOException {
        if (message.length == 0 || descriptors.size() > MOST_DESCRIPTORS) {
            throw new IllegalArgumentException(
                    message.length + " bytes with " + descriptors.size() + " descriptors: it takes 1 byte or more, "
                            + "and at most " + MOST_DESCRIPTORS + " descriptors");
        }
        List<OpenDescriptor> unsent = descriptors;
        for (int sent = 0; sent < message.length;) {
            header.toSend(message, sent, Math.min(BUFFER_SIZE, message.length - sent), unsent);
            long count = libc.sendmsg(fd, header.address(), LinuxConstants.MSG_NOSIGNAL);
            if (count > 0) {
                sent += (int) count;
                unsent = List.of();
            } else if (!Errno.EINTR.is(count)) {
                throw failure("sendmsg", count);
            }
        }
    }

    /**
     * Waits for bytes. They are a stream: what was sent at once may come in parts, and two messages without descriptors as one. Descriptors
     * come with the first byte of their message, and bytes of two messages with descriptors never come together.
     *
     * @return to be closed, which closes the descriptors that nobody has taken; without a byte when the other side has ended
     * @throws SocketTimeoutException if nothing came in time
     * @throws IOException if the connection is broken, or descriptors came for which this process has no room
     */
    public Received receive() throws IOException {
        long count;
        do {
            header.toReceive();
            count = libc.recvmsg(fd, header.address(), LinuxConstants.MSG_CMSG_CLOEXEC);
        } while (Errno.EINTR.is(count));
        if (count < 0) {
            throw failure("recvmsg", count);
        }
        Received received = new Received(header.message(count), header.descriptors());
        if (header.isTruncated()) {
            received.close();
            throw new IOException("descriptors were lost on the way: this process may not open so many; raise the limit (ulimit -n)");
        }
        return received;
    }

    private IOException failure(String call, long result) {
        return Errno.EAGAIN.is(result)
                ? new SocketTimeoutException("nothing moved for " + timeoutMillis + " ms (" + call + ")")
                : Errno.exception(call, result);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            libc.close(fd);
        }
    }

    /**
     * What came.
     *
     * @param message empty at the end
     * @param descriptors in the order in which they were sent; usually none
     */
    public record Received(byte[] message, List<OpenDescriptor> descriptors) implements AutoCloseable {

        /** Closes the descriptors that nobody has taken. */
        @Override
        public void close() {
            descriptors.forEach(OpenDescriptor::close);
        }
    }
}
