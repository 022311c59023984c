package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.listener.Binder;
import io.awe4lb.kernel.listener.BoundSocket;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.DatagramOptions;
import io.awe4lb.kernel.net.DatagramServer;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes bound sockets of datagrams: one a loop where the system can share the address, else one. Where a transport does not say to which
 * address a datagram was sent, every address of this machine gets sockets of its own, so that answers leave from the right one.
 */
public final class UdpBinder implements Binder {

    private static final Logger LOG = LoggerFactory.getLogger(UdpBinder.class);

    /** The system counts twice what it was asked for, in an {@code int}. */
    private static final int MOST_GIVEN = Integer.MAX_VALUE / 2;

    private final Transport transport;
    private final List<UdpLoop> loops;
    /** All that were bound and may still be open: one that is closed lives as long as its sessions. On the thread that prepares changes. */
    private final List<UdpSocket> bound = new ArrayList<>();
    private final OwnAddresses own = new OwnAddresses();

    /**
     * For all loops.
     *
     * @param transport maker of the loops
     * @param loops all of them
     */
    public UdpBinder(Transport transport, List<UdpLoop> loops) {
        this.transport = transport;
        this.loops = loops;
    }

    @Override
    public Protocol protocol() {
        return Protocol.UDP;
    }

    @Override
    public void check(Listener listener, List<SocketAddress> addresses) throws IOException {
        transport.check(listener.datagramOptions());
    }

    @Override
    public List<BoundSocket> bind(SocketAddress address, Listener listener, boolean isOurs) throws IOException {
        bound.removeIf(UdpSocket::isGone);
        List<UdpSocket> lingering = isOurs ? List.of() : wantLingering(address, listener);
        List<UdpSocket> opened = new ArrayList<>();
        try {
            int port = lingering.isEmpty() ? ((InetSocketAddress) address).getPort() : lingering.getFirst().port();
            for (InetAddress ip : ips((InetSocketAddress) address)) {
                if (!isOurs && lingering.isEmpty()) {
                    transport.probeDatagrams(new InetSocketAddress(ip, port)); // one that shares would also share with another process
                }
                bindOnLoops(new InetSocketAddress(ip, port), new Wish(address, listener, lingering), opened);
                port = opened.getFirst().port();
            }
        } catch (IOException | RuntimeException failure) {
            opened.forEach(BoundSocket::abandon);
            throw failure;
        }
        warnOfSmallBuffer(opened, listener);
        opened.stream().filter(socket -> !bound.contains(socket)).forEach(bound::add);
        own.are(bound);
        return List.copyOf(opened);
    }

    /** Those of one listener: where the system was to choose the port, others have other ports. */
    private List<UdpSocket> wantLingering(SocketAddress address, Listener listener) {
        Optional<UdpSocket> first = bound.stream().filter(socket -> socket.lingersAt(address)).findFirst();
        return bound.stream().filter(socket -> socket.lingersAt(address) && socket.port() == first.orElseThrow().port())
                .filter(socket -> socket.want(listener)).toList();
    }

    private record Wish(SocketAddress asked, Listener listener, List<UdpSocket> lingering) {}

    /** A socket that lingers goes on; where there is none, one is bound beside. */
    private void bindOnLoops(InetSocketAddress address, Wish wish, List<UdpSocket> opened) throws IOException {
        boolean shared = transport.canShare(address);
        InetSocketAddress actual = address;
        for (UdpLoop loop : shared ? loops : loops.subList(0, 1)) {
            InetSocketAddress wanted = actual;
            Optional<UdpSocket> left = wish.lingering().stream().filter(socket -> socket.isOn(loop, wanted)).findFirst();
            UdpSocket socket = left.isPresent() ? left.get() : bindOne(actual, shared, loop, wish);
            opened.add(socket);
            actual = new InetSocketAddress(address.getAddress(), socket.port());
        }
    }

    private UdpSocket bindOne(InetSocketAddress address, boolean shared, UdpLoop loop, Wish wish) throws IOException {
        DatagramServer server = transport.bindDatagrams(address, wish.listener().datagramOptions(), shared);
        return new UdpSocket(transport, wish.asked(), server, loop, wish.listener(), own);
    }

    /** Those of this machine in the place of every one, where a socket could not tell them apart. */
    private List<InetAddress> ips(InetSocketAddress address) throws IOException {
        if (transport.tellsDestinations() || !address.getAddress().isAnyLocalAddress()) {
            return List.of(address.getAddress());
        }
        boolean isIpv4 = address.getAddress() instanceof Inet4Address;
        try (Stream<InetAddress> local = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)) {
            return local.filter(ip -> !isIpv4 || ip instanceof Inet4Address).toList();
        }
    }

    private static void warnOfSmallBuffer(List<UdpSocket> opened, Listener listener) {
        DatagramOptions options = listener.datagramOptions();
        int given = opened.stream().mapToInt(UdpSocket::receiveBuffer).min().orElse(0);
        if (given < Math.min(options.receiveBuffer(), MOST_GIVEN)) {
            LOG.warn("listener {}: the system gives a receive buffer of {} bytes, udp.receiveBuffer asks for {}: raise net.core.rmem_max",
                    listener.id(), given, options.receiveBuffer());
        }
    }

    @Override
    public void tryOut(SocketAddress address, Listener listener, boolean isOurs) throws IOException {
        if (bound.stream().anyMatch(socket -> socket.lingersAt(address))) {
            return;
        }
        for (InetAddress ip : ips((InetSocketAddress) address)) {
            // of one that overlaps ours only the host can be tried: whether it is of this machine
            transport.probeDatagrams(new InetSocketAddress(ip, isOurs ? 0 : ((InetSocketAddress) address).getPort()));
        }
    }
}
