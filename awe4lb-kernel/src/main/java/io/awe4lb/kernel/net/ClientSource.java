package io.awe4lb.kernel.net;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The client's own address and port: the peer sees the client, and not this machine (IP_TRANSPARENT, ip(7)). Its port is a wish: where it is
 * taken already, by another connection of the same client, the system chooses one.
 *
 * @param client whose address it is; null where it has none, which leaves the address to the system
 */
public record ClientSource(@Nullable InetSocketAddress client) implements Source {

    /** For a client without an address, and for all of them before they are known. */
    public static final ClientSource WITHOUT_ADDRESS = new ClientSource(null);

    @Override
    public @Nullable InetSocketAddress next(SocketAddress destination) throws OtherFamilyException {
        if (client == null || !(destination instanceof InetSocketAddress inet)) {
            return null;
        }
        boolean isIpv4 = client.getAddress() instanceof Inet4Address;
        if (isIpv4 != inet.getAddress() instanceof Inet4Address) {
            throw new OtherFamilyException("a client of %s cannot be shown to %s: its address is of the other family".formatted(
                    isIpv4 ? "IPv4" : "IPv6", inet.getAddress().getHostAddress()));
        }
        return client;
    }
}
