package io.awe4lb.kernel.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Local addresses that connections come from, each in its turn. Many loops at once; allocates nothing after it was made. */
public final class SourceAddresses implements Source {

    /** The system chooses. */
    public static final SourceAddresses ANY = new SourceAddresses(List.of());

    private final InetSocketAddress[] ipv4;
    private final InetSocketAddress[] ipv6;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * Made once a pool, since the turn is the pool's.
     *
     * @param addresses of this machine, of either family or both
     */
    public SourceAddresses(List<InetAddress> addresses) {
        ipv4 = ofFamily(addresses, true);
        ipv6 = ofFamily(addresses, false);
    }

    private static InetSocketAddress[] ofFamily(List<InetAddress> addresses, boolean isIpv4) {
        return addresses.stream().filter(address -> address instanceof Inet4Address == isIpv4)
                .map(address -> new InetSocketAddress(address, 0)).toArray(InetSocketAddress[]::new);
    }

    /** Whose turn it is, with port 0. */
    @Override
    public @Nullable InetSocketAddress next(SocketAddress destination) {
        if (!(destination instanceof InetSocketAddress inet)) {
            return null;
        }
        InetSocketAddress[] sources = inet.getAddress() instanceof Inet4Address ? ipv4 : ipv6;
        return sources.length == 0 ? null : sources[Integer.remainderUnsigned(turn.getAndIncrement(), sources.length)];
    }
}
