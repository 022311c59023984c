package io.awe4lb.kernel.net;

import static io.awe4lb.kernel.net.LinuxConstants.IPPROTO_IP;
import static io.awe4lb.kernel.net.LinuxConstants.IPPROTO_IPV6;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor of datagrams that is bound. Level-triggered: one call of the system a wake-up takes what is there, up to {@link
 * DatagramInbox#MOST} messages, and what is left is told again. On a wildcard it learns to which address each datagram was sent.
 */
final class LinuxDatagramServer extends Descriptor implements DatagramServer {

    private final InetSocketAddress address;
    private final boolean isIpv6;
    private final boolean asksDestination;
    private LibC libc;
    private DatagramOptions options;
    private @Nullable LinuxEventLoop loop;
    private @Nullable DatagramServerHandler handler;
    /** Bytes of a datagram that can be joined with others; less once the system has refused larger ones. */
    private int mostJoined = DatagramOptions.LARGEST;

    private boolean closed;

    LinuxDatagramServer(LibC opener, int fd, InetSocketAddress address, DatagramOptions options) throws IOException {
        super(fd);
        this.libc = opener;
        this.address = address;
        this.options = options;
        this.isIpv6 = address.getAddress() instanceof Inet6Address;
        this.asksDestination = address.getAddress().isAnyLocalAddress();
        LinuxOptions setter = new LinuxOptions(opener);
        setter.setDatagrams(fd, options);
        if (asksDestination && isIpv6) {
            setter.set(fd, IPPROTO_IPV6, LinuxConstants.IPV6_RECVPKTINFO, 1, "IPV6_RECVPKTINFO");
        } else if (asksDestination) {
            setter.set(fd, IPPROTO_IP, LinuxConstants.IP_PKTINFO, 1, "IP_PKTINFO");
        }
        setter.joinDatagrams(fd);
    }

    void attach(LinuxEventLoop loop, DatagramServerHandler handler) throws IOException {
        this.loop = loop;
        this.libc = loop.libc();
        this.handler = handler;
        loop.add(this, LinuxConstants.EPOLLIN);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public int receiveBuffer() {
        return new LinuxOptions(libc).receiveBuffer(fd);
    }

    @Override
    void onEvents(int events) {
        LinuxEventLoop loop = this.loop;
        DatagramServerHandler handler = this.handler;
        if (loop == null || handler == null) {
            return;
        }
        DatagramInbox inbox = loop.inbox();
        int count = inbox.receive(fd);
        if (count < 0) {
            if (!Errno.EAGAIN.is(count) && !Errno.EINTR.is(count)) {
                handler.onReadFailed(Errno.exception("recvmmsg", count));
            }
            return;
        }
        for (int i = 0; i < count && !closed; i++) {
            inbox.message(i, asksDestination).deliver(handler, options.largest());
        }
        loop.passing().flush();
    }

    @Override
    public void reply(DatagramPeer to, Datagrams datagrams) {
        if (loop != null && !closed) {
            loop.replies().add(this, to, datagrams);
        }
    }

    boolean isIpv6() {
        return isIpv6;
    }

    int mostJoined() {
        return mostJoined;
    }

    /** The system does not take datagrams of this size apart. */
    void joinLess(int size) {
        mostJoined = Math.min(mostJoined, size - 1);
    }

    void unsent(int count) {
        DatagramServerHandler handler = this.handler;
        if (handler != null) {
            handler.onUnsent(count);
        }
    }

    @Override
    public void change(DatagramOptions next) throws IOException {
        if (!closed) {
            new LinuxOptions(libc).changeDatagrams(fd, options, next);
        }
        options = next;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (loop != null) {
            loop.flushReplies(); // those that wait for the end of the round
            loop.remove(this);
        }
        closed = true;
        handler = null;
        libc.close(fd);
    }
}
