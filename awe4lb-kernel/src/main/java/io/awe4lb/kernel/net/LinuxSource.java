package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where one socket is bound before it connects.
 *
 * @param address with port 0 where the system chooses it; null: the system chooses both
 * @param isForeign whether it need not be of this machine
 */
record LinuxSource(@Nullable InetSocketAddress address, boolean isForeign) {

    private static final LinuxSource ANY = new LinuxSource(null, false);

    static LinuxSource of(Source asked, SocketAddress destination) throws OtherFamilyException {
        InetSocketAddress next = asked.next(destination);
        return next == null ? ANY : new LinuxSource(next, asked instanceof ClientSource);
    }

    boolean hasPort() {
        return address != null && address.getPort() != 0;
    }

    /**
     * The same address with a port that the system chooses. A client's own port may be taken: by another connection of it, by one that has
     * just ended, or by this machine itself.
     *
     * @param failure of a socket with this source
     * @throws IOException that failure, where the port is not the reason
     */
    LinuxSource instead(IOException failure) throws IOException {
        boolean isTaken = failure instanceof BindException || failure.getCause() instanceof BindException;
        if (address == null || !hasPort() || !isTaken) {
            throw failure;
        }
        return new LinuxSource(new InetSocketAddress(address.getAddress(), 0), isForeign);
    }

    /**
     * Binds it. A source that is not of this machine is a mistake in the configuration or an address that has moved on: no want of ports.
     *
     * @param isStream whether connecting finds out that a port is taken: then several sockets may be bound to it, towards different peers
     */
    void bind(int fd, LibC libc, LinuxOptions options, SockAddr sockAddr, boolean isStream) throws IOException {
        InetSocketAddress address = this.address;
        if (address == null) {
            return;
        }
        if (isForeign) {
            options.setTransparent(fd, address.getAddress() instanceof Inet6Address);
        }
        if (!hasPort()) {
            options.bindWithoutPort(fd);
        } else if (isStream) {
            options.set(fd, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_REUSEADDR, 1, "SO_REUSEADDR");
        }
        int result = libc.bind(fd, sockAddr.address(), sockAddr.write(address));
        if (result < 0) {
            throw Errno.exception("bind to the source address " + address.getAddress().getHostAddress(), result);
        }
    }
}
