package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Client;

/**
 * A client is known by those bits of its address that these masks leave.
 *
 * @param ipv4 mask of an IPv4 address, in the lower 32 bits
 * @param ipv6High mask of the upper half of an IPv6 address
 * @param ipv6Low mask of its lower half
 */
record AddressBits(long ipv4, long ipv6High, long ipv6Low) implements ClientKey {

    private static final long IPV4_MAPPED = 0xFFFF;

    static AddressBits first(int ipv4Prefix, int ipv6Prefix) {
        long ipv4 = firstBits(32 + ipv4Prefix) & 0xFFFF_FFFFL;
        return new AddressBits(ipv4, firstBits(Math.min(ipv6Prefix, 64)), firstBits(Math.max(ipv6Prefix - 64, 0)));
    }

    private static long firstBits(int count) {
        return count == 0 ? 0 : -1L << (64 - count);
    }

    @Override
    public long hash(Client client) {
        long high = client.addressHigh();
        long low = client.addressLow();
        boolean isIpv4 = high == 0 && low >>> 32 == IPV4_MAPPED;
        return isIpv4 ? StickyHash.client(0, low & (IPV4_MAPPED << 32 | ipv4)) : StickyHash.client(high & ipv6High, low & ipv6Low);
    }
}
