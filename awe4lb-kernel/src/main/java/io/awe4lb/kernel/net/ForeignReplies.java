package io.awe4lb.kernel.net;

import static io.awe4lb.kernel.net.LinuxConstants.SOL_SOCKET;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Sockets for answers to clients that wanted to go elsewhere: one a destination, from its first answer until its last client has left. They
 * share their address with those of other loops, which the system allows to one user. On one loop.
 *
 * <p>They take nothing in. Each is connected to a port of this machine from which nothing comes: datagrams to the destination that the
 * firewall does not redirect would else be given to it, and lost.
 */
final class ForeignReplies {

    /** Discard, RFC 863. */
    private static final int PORT_OF_NOBODY = 9;

    private static final InetSocketAddress NOBODY = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT_OF_NOBODY);
    private static final InetSocketAddress NOBODY_6 = new InetSocketAddress(InetAddress.ofLiteral("::1"), PORT_OF_NOBODY);

    private final LinuxDatagramServer server;
    private final LinuxEventLoop loop;
    private final LinuxOptions setter;
    private final SockAddr sockAddr = new SockAddr();
    private final Map<InetSocketAddress, LinuxReplySocket> open = new HashMap<>();

    ForeignReplies(LinuxDatagramServer server, LinuxEventLoop loop) {
        this.server = server;
        this.loop = loop;
        this.setter = new LinuxOptions(loop.libc());
    }

    /**
     * What a client is answered by from now on.
     *
     * @param client redirected to here
     * @throws IOException if the system gives no socket with that address
     */
    LinuxReplySocket join(DatagramPeer client, InetSocketAddress destination, DatagramOptions options) throws IOException {
        LinuxReplySocket known = open.get(destination);
        LinuxReplySocket socket = known == null ? open(destination, options) : known;
        open.put(destination, socket);
        socket.join();
        client.answeredBy = socket;
        return socket;
    }

    private LinuxReplySocket open(InetSocketAddress destination, DatagramOptions options) throws IOException {
        loop.requireSpare();
        LibC libc = loop.libc();
        int family = SockAddr.family(destination);
        int fd = libc.socket(family, LinuxConstants.SOCK_DGRAM | LinuxConstants.SOCK_NONBLOCK | LinuxConstants.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new ExhaustedException(Errno.exception("socket", fd));
        }
        try {
            boolean isIpv6 = destination.getAddress() instanceof Inet6Address;
            setter.setTransparent(fd, isIpv6);
            setter.set(fd, SOL_SOCKET, LinuxConstants.SO_REUSEADDR, 1, "SO_REUSEADDR");
            setter.set(fd, SOL_SOCKET, LinuxConstants.SO_REUSEPORT, 1, "SO_REUSEPORT");
            require("bind to " + destination, libc.bind(fd, sockAddr.address(), sockAddr.write(destination)));
            require("connect", libc.connect(fd, sockAddr.address(), sockAddr.write(isIpv6 ? NOBODY_6 : NOBODY)));
            setter.mark(fd, options);
            return new LinuxReplySocket(server, fd, isIpv6);
        } catch (IOException failure) {
            libc.close(fd);
            throw failure;
        }
    }

    private static void require(String call, int result) throws IOException {
        if (result < 0) {
            throw Errno.exception(call, result);
        }
    }

    /** Nobody answers the client any more. */
    void leave(DatagramPeer client, LinuxReplySocket socket) {
        client.answeredBy = null;
        if (socket.leave() && open.remove(client.destination(), socket)) {
            close(socket);
        }
    }

    void change(DatagramOptions last, DatagramOptions next) throws IOException {
        for (LinuxReplySocket socket : open.values()) {
            setter.changeMark(socket.fd, last, next);
        }
    }

    private void close(LinuxReplySocket socket) {
        loop.flushReplies(socket); // those that wait for the end of the round
        loop.libc().close(socket.fd);
    }

    void close() {
        open.values().forEach(this::close);
        open.clear();
    }
}
