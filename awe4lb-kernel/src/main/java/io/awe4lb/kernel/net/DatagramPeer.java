package io.awe4lb.kernel.net;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who sends datagrams to a {@link DatagramServer}, and to which address of this machine: answers go back from that one. Immutable.
 *
 * <p>Addresses are the two halves of an IPv6 address, IPv4 as IPv4-mapped.
 */
public final class DatagramPeer {

    final long addressHigh;
    final long addressLow;
    final int port;
    /** Which link an address of IPv6 that is one link's belongs to; 0 for others. */
    final int scope;
    /** Of this machine; both 0 where the socket has only one. */
    final long localHigh;
    final long localLow;
    /** As the JDK has it; null where the system is asked without it. */
    final @Nullable InetSocketAddress address;
    private final int hash;

    DatagramPeer(Datagrams datagrams) {
        addressHigh = datagrams.addressHigh;
        addressLow = datagrams.addressLow;
        port = datagrams.port;
        scope = datagrams.scope;
        localHigh = datagrams.localHigh;
        localLow = datagrams.localLow;
        address = datagrams.address;
        hash = datagrams.hash();
    }

    /**
     * Upper half of the address of this machine that it sends to.
     *
     * @return with {@link #localLow()} both 0 where the socket has only one address, and for a group of receivers
     */
    public long localHigh() {
        return localHigh;
    }

    /**
     * Lower half of the address of this machine that it sends to.
     *
     * @return the same
     */
    public long localLow() {
        return localLow;
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
