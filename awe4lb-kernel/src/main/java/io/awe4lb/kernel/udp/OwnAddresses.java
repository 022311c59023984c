package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.net.Datagrams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses at which this process takes datagrams. A datagram that claims to come from one of them is answered there, the answer is the
 * next question, and so on for ever: one forged datagram would keep two listeners busy. {@link #are} on the thread that prepares changes, the
 * rest on any loop.
 */
final class OwnAddresses {

    private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);
    /** Addresses come to a machine and leave it. */
    private static final long LOOKED_UP_EACH = TimeUnit.SECONDS.toNanos(10);

    private volatile Bound bound = new Bound(List.of(), new BitSet());
    private volatile Machine machine = new Machine(Set.of(), System.nanoTime());

    /** @param ports of all sockets: nearly every client has another one, and costs no more than this look; never changed once it is here */
    private record Bound(List<UdpSocket> sockets, BitSet ports) {}

    /** @param due when to look again */
    private record Machine(Set<InetAddress> addresses, long due) {}

    void are(List<UdpSocket> sockets) {
        BitSet ports = new BitSet();
        sockets.forEach(socket -> ports.set(socket.port()));
        bound = new Bound(List.copyOf(sockets), ports);
    }

    /** Whether they say that they come from one. */
    boolean have(Datagrams datagrams) {
        Bound now = bound;
        return now.ports.get(datagrams.port()) && has(now.sockets, datagrams.address(), datagrams.port());
    }

    private boolean has(List<UdpSocket> sockets, InetAddress ip, int port) {
        for (UdpSocket socket : sockets) {
            InetSocketAddress address = socket.address();
            if (address.getPort() == port && !socket.isGone() && isAt(address.getAddress(), ip)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(InetAddress bound, InetAddress ip) {
        return bound.isAnyLocalAddress() ? ip.isLoopbackAddress() || isOfMachine(ip) : bound.equals(ip);
    }

    private boolean isOfMachine(InetAddress ip) {
        Machine known = machine;
        if (System.nanoTime() - known.due >= 0) {
            known = new Machine(ofMachine(known.addresses), System.nanoTime() + LOOKED_UP_EACH);
            machine = known;
        }
        return known.addresses.contains(ip);
    }

    private static Set<InetAddress> ofMachine(Set<InetAddress> last) {
        try (Stream<InetAddress> all = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)) {
            return all.collect(Collectors.toUnmodifiableSet());
        } catch (IOException failure) { // no descriptor for it, most likely
            LOG.debug("the addresses of this machine cannot be looked up: {}", failure.toString());
            return last;
        }
    }
}
