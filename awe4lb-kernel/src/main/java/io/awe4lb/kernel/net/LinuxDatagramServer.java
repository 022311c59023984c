package io.awe4lb.kernel.net;

import static io.awe4lb.kernel.net.LinuxConstants.IPPROTO_IP;
import static io.awe4lb.kernel.net.LinuxConstants.IPPROTO_IPV6;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor of datagrams that is bound. Level-triggered: one call of the system a wake-up takes what is there, up to {@link
 * DatagramInbox#MOST} messages, and what is left is told again. On a wildcard it learns to which address each datagram was sent, and where
 * clients are redirected to it also to which port.
 */
final class LinuxDatagramServer extends Descriptor implements DatagramServer {

    private final InetSocketAddress address;
    /** What clients are answered by who wanted to come here. */
    private final LinuxReplySocket own;
    /** What others are answered by; made with the first of them. */
    private @Nullable ForeignReplies foreign;

    private LibC libc;
    private DatagramOptions options;
    private @Nullable LinuxEventLoop loop;
    private @Nullable DatagramServerHandler handler;
    private boolean closed;

    LinuxDatagramServer(LibC opener, int fd, InetSocketAddress address, DatagramOptions options) throws IOException {
        super(fd);
        this.libc = opener;
        this.address = address;
        this.options = options;
        this.own = new LinuxReplySocket(this, fd, address.getAddress() instanceof Inet6Address);
        LinuxOptions setter = new LinuxOptions(opener);
        setter.setDatagrams(fd, options);
        if (options.transparent()) {
            askPlace(setter, true);
        } else if (address.getAddress().isAnyLocalAddress()) {
            askAddress(setter, true);
        }
        setter.joinDatagrams(fd);
    }

    /** Each datagram says to which address of this machine it was sent. */
    private void askAddress(LinuxOptions setter, boolean on) throws IOException {
        if (own.isIpv6) {
            setter.set(fd, IPPROTO_IPV6, LinuxConstants.IPV6_RECVPKTINFO, on ? 1 : 0, "IPV6_RECVPKTINFO");
        } else {
            setter.set(fd, IPPROTO_IP, LinuxConstants.IP_PKTINFO, on ? 1 : 0, "IP_PKTINFO");
        }
    }

    /** Each says to which address and port it was sent. Those of IPv4 tell a socket of IPv6 in their own way. */
    private void askPlace(LinuxOptions setter, boolean on) throws IOException {
        setter.set(fd, IPPROTO_IP, LinuxConstants.IP_ORIGDSTADDR, on ? 1 : 0, "IP_RECVORIGDSTADDR");
        if (own.isIpv6) {
            setter.set(fd, IPPROTO_IPV6, LinuxConstants.IPV6_ORIGDSTADDR, on ? 1 : 0, "IPV6_RECVORIGDSTADDR");
        }
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
            inbox.message(i).deliver(handler, options.largest());
        }
        loop.passing().flush();
    }

    @Override
    public void reply(DatagramPeer to, Datagrams datagrams) {
        if (loop == null || closed) {
            return;
        }
        boolean isOwn = to.localPort == 0 || to.localPort == address.getPort(); // the address alone can be said with each
        LinuxReplySocket by = isOwn ? own : foreign(loop, to, datagrams.count());
        if (by != null) {
            loop.replies().add(by, to, datagrams);
        }
    }

    /** @return null where there is none, which the handler was told */
    private @Nullable LinuxReplySocket foreign(LinuxEventLoop loop, DatagramPeer to, int count) {
        LinuxReplySocket known = to.answeredBy;
        InetSocketAddress destination = known == null ? to.destination() : null;
        if (destination == null) {
            return known;
        }
        ForeignReplies made = foreign == null ? new ForeignReplies(this, loop) : foreign;
        foreign = made;
        try {
            return made.join(to, destination, options);
        } catch (IOException failure) {
            unanswered(failure, count);
            return null;
        }
    }

    private void unanswered(IOException failure, int count) {
        DatagramServerHandler handler = this.handler;
        if (handler != null) {
            handler.onReplyFailed(failure);
            handler.onUnsent(count);
        }
    }

    @Override
    public void forget(DatagramPeer peer) {
        LinuxReplySocket by = peer.answeredBy;
        if (by != null && foreign != null) {
            foreign.leave(peer, by);
        }
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
            LinuxOptions setter = new LinuxOptions(libc);
            setter.changeDatagrams(fd, options, next);
            if (next.transparent() != options.transparent()) {
                askPlace(setter, next.transparent());
                askAddress(setter, !next.transparent() && address.getAddress().isAnyLocalAddress());
            }
            if (foreign != null) {
                foreign.change(options, next);
            }
        }
        options = next;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (loop != null) {
            loop.flushReplies(own); // those that wait for the end of the round
            loop.remove(this);
        }
        if (foreign != null) {
            foreign.close();
        }
        closed = true;
        handler = null;
        libc.close(fd);
    }
}
