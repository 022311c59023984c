package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.listener.MachineAddresses;
import io.awe4lb.kernel.net.Datagrams;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.List;

/**
 * The addresses at which this process takes datagrams. A datagram that claims to come from one of them is answered there, the answer is the
 * next question, and so on for ever: one forged datagram would keep two listeners busy. {@link #are} on the thread that prepares changes, the
 * rest on any loop.
 */
final class OwnAddresses {

    private final MachineAddresses machine = new MachineAddresses();
    private volatile Bound bound = new Bound(List.of(), new BitSet());

    /** @param ports of all sockets: nearly every client has another one, and costs no more than this look; never changed once it is here */
    private record Bound(List<UdpSocket> sockets, BitSet ports) {}

    /** Where datagrams do not leave this machine. */
    MachineAddresses machine() {
        return machine;
    }

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
        return bound.isAnyLocalAddress() ? machine.have(ip) : bound.equals(ip);
    }
}
