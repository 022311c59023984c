package io.awe4lb.kernel.net;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who sends datagrams to a {@link DatagramServer}, for whom, and to which address: answers go back from that one. Immutable, but for what its server
 * keeps here.
 *
 * <p>Addresses are the two halves of an IPv6 address, IPv4 as IPv4-mapped.
 */
public final class DatagramPeer {

    final long addressHigh;
    final long addressLow;
    final int port;
    /** Which link an address of IPv6 that is one link's belongs to; 0 for others. */
    final int scope;
    /** Of this machine, or where it wanted to go; both 0 where the socket has only one. */
    final long localHigh;
    final long localLow;
    /** Where it wanted to go; 0 where nobody is redirected. */
    final int localPort;
    /** Whom it sends for; all 0 for itself. */
    final long clientHigh;

    final long clientLow;
    final int clientPort;
    /** As the JDK has it; null where the system is asked without it. */
    final @Nullable InetSocketAddress address;
    private final int hash;
    /** What its answers leave by, where that is not the socket that it has sent to. Its server's. */
    @Nullable LinuxReplySocket answeredBy;

    DatagramPeer(Datagrams datagrams) {
        addressHigh = datagrams.addressHigh;
        addressLow = datagrams.addressLow;
        port = datagrams.port;
        scope = datagrams.scope;
        localHigh = datagrams.localHigh;
        localLow = datagrams.localLow;
        localPort = datagrams.localPort;
        clientHigh = datagrams.clientHigh;
        clientLow = datagrams.clientLow;
        clientPort = datagrams.clientPort;
        address = datagrams.address;
        hash = datagrams.hash();
    }

    /**
     * Upper half of the address that it sends to: of this machine, but where it was redirected.
     *
     * @return with {@link #localLow()} both 0 where the socket has only one address, and for a group of receivers
     */
    public long localHigh() {
        return localHigh;
    }

    /**
     * Lower half of the address that it sends to.
     *
     * @return the same
     */
    public long localLow() {
        return localLow;
    }

    /**
     * The port that it sends to, where it was redirected to here.
     *
     * @return 0 where nobody is
     */
    public int localPort() {
        return localPort;
    }

    /**
     * Where it wanted to go, before it was redirected to here.
     *
     * @return made anew; null where nobody is redirected, and for a group of receivers
     */
    public @Nullable InetSocketAddress destination() {
        return localPort == 0 ? null : new InetSocketAddress(Addresses.of(localHigh, localLow), localPort);
    }

    /**
     * Spreads peers over a table.
     *
     * @return the same as {@link Datagrams#hash()} of datagrams that it sends
     */
    public int hash() {
        return hash;
    }
}
