package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Client;

/**
 * What a client is known by: those bits of its address that these masks leave. Clients with the same bits get the same backend.
 *
 * @param ipv4 mask of an IPv4 address, in the lower 32 bits
 * @param ipv6High mask of the upper half of an IPv6 address
 * @param ipv6Low mask of its lower half
 */
record ClientKey(long ipv4, long ipv6High, long ipv6Low) {

    /** The whole address. */
    static final ClientKey SOURCE = network(32, 128);

    private static final long IPV4_MAPPED = 0xFFFF;

    /**
     * The network that the address is in.
     *
     * @param ipv4Prefix bits of an IPv4 address that count, 0 to 32
     * @param ipv6Prefix bits of an IPv6 address that count, 0 to 128
     */
    static ClientKey network(int ipv4Prefix, int ipv6Prefix) {
        long ipv4 = firstBits(32 + ipv4Prefix) & 0xFFFF_FFFFL;
        return new ClientKey(ipv4, firstBits(Math.min(ipv6Prefix, 64)), firstBits(Math.max(ipv6Prefix - 64, 0)));
    }

    private static long firstBits(int count) {
        return count == 0 ? 0 : -1L << (64 - count);
    }

    /** A client's number, evenly spread over all longs. */
    long hash(Client client) {
        long high = client.addressHigh();
        long low = client.addressLow();
        boolean isIpv4 = high == 0 && low >>> 32 == IPV4_MAPPED;
        return isIpv4 ? StickyHash.client(0, low & (IPV4_MAPPED << 32 | ipv4)) : StickyHash.client(high & ipv6High, low & ipv6Low);
    }
}
