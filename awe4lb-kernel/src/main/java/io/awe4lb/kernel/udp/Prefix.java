package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.listener.Introduction;
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

    /** Room for addresses, a unique id and a checksum, beside what a proxy has told. */
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

    /** Of a client that has told of itself. @param id empty for none */
    static ProxyHeader header(Client client, DatagramPeer peer, InetSocketAddress bound, String id) {
        return new ProxyHeader(client, asked(peer, bound), id.isEmpty() ? ProxyDetails.NONE : new ProxyDetails("", "", id, null));
    }

    /** What a proxy has told goes on. @param id where it has told none */
    static ProxyHeader header(Introduction told, DatagramPeer peer, InetSocketAddress bound, String id) {
        ProxyDetails details = told.details();
        Client destination = told.destination();
        return new ProxyHeader(told.client(), destination == null ? asked(peer, bound) : destination, new ProxyDetails(
                details.authority(), details.protocol(), details.uniqueId().isEmpty() ? id : details.uniqueId(), details.tls()));
    }

    private static Client asked(DatagramPeer peer, InetSocketAddress bound) {
        boolean isTold = (peer.localHigh() | peer.localLow()) != 0;
        int port = peer.localPort() == 0 ? bound.getPort() : peer.localPort();
        return isTold ? Client.of(peer.localHigh(), peer.localLow(), port) : Client.of(bound.getAddress(), bound.getPort());
    }

    private static byte[] written(ProxyHeader header) {
        ProxyDetails details = header.details();
        boolean isTold = details.tls() != null || !details.authority().isEmpty() || !details.protocol().isEmpty();
        ByteBuffer target = ByteBuffer.allocate(isTold ? MOST + ProxyHeader.MOST : MOST);
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
