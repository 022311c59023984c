package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.net.DatagramHandler;
import io.awe4lb.kernel.net.DatagramPeer;
import io.awe4lb.kernel.net.DatagramSocket;
import io.awe4lb.kernel.net.Datagrams;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.wire.ProxyDetails;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.spi.Client;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The PROXY header that tells a backend whose datagrams these are: in front of what the first one carries, or each. What it stands in front of
 * goes out at once and alone, all else as if there were none. On one loop.
 */
final class Prefix {

    /** Room for addresses, a unique id and a checksum. */
    private static final int MOST = 256;
    private static final byte[] NOTHING = {};

    private final UdpLoop loop;
    private final DatagramHandler handler;
    private final byte[] header;
    private final boolean isOfEach;
    /** Which has got it. */
    private @Nullable DatagramSocket told;

    /**
     * @param handler that hears of what is too large with it
     * @param isOfEach whether it stands in front of every datagram
     */
    Prefix(UdpLoop loop, DatagramHandler handler, ProxyHeader header, boolean isOfEach) {
        this.loop = loop;
        this.handler = handler;
        this.header = written(header);
        this.isOfEach = isOfEach;
    }

    /** What a client is told to have asked for. @param id empty for none */
    static ProxyHeader header(Client client, DatagramPeer peer, InetSocketAddress bound, String id) {
        boolean isTold = (peer.localHigh() | peer.localLow()) != 0;
        int port = peer.localPort() == 0 ? bound.getPort() : peer.localPort();
        Client asked = isTold ? Client.of(peer.localHigh(), peer.localLow(), port)
                : Client.of(bound.getAddress(), bound.getPort());
        return new ProxyHeader(client, asked, id.isEmpty() ? ProxyDetails.NONE : new ProxyDetails("", "", id, null));
    }

    private static byte[] written(ProxyHeader header) {
        ByteBuffer target = ByteBuffer.allocate(MOST);
        header.writeV2(target, true);
        byte[] bytes = new byte[target.position()];
        target.get(0, bytes);
        return bytes;
    }

    void pass(Datagrams datagrams, DatagramSocket to) {
        if (told == to && !isOfEach) {
            to.pass(datagrams);
            return;
        }
        int count = datagrams.count();
        send(datagrams.datagram(0), to);
        for (int i = 1; i < count && told == to; i++) { // another backend serves as soon as one refuses, and has what was kept for it
            send(datagrams.datagram(i), to);
        }
    }

    void send(ByteBuffer datagram, DatagramSocket to) {
        byte[] before = told == to && !isOfEach ? NOTHING : header;
        told = to;
        if (before.length + datagram.remaining() > EventLoop.BUFFER_SIZE) { // of IP's largest
            handler.onUnsent(1);
        } else {
            to.send(loop.scratch(before, datagram));
        }
    }
}
