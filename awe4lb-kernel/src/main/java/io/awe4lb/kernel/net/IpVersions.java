package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;

/** Which versions of IP this machine speaks. */
public final class IpVersions {

    private IpVersions() {}

    /**
     * Tries whether the system gives IPv6 sockets.
     *
     * @return false where IPv6 is turned off in the kernel
     */
    public static boolean hasIPv6() {
        try (ServerSocketChannel _ = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
            return true;
        } catch (IOException | UnsupportedOperationException _) { // the answer is no
            return false;
        }
    }
}
