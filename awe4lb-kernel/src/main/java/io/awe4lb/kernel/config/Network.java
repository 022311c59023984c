package io.awe4lb.kernel.config;

import io.awe4lb.spi.Client;
import io.awe4lb.spi.IpText;
import org.jspecify.annotations.Nullable;

/**
 * A network of IP addresses, or one of them, as {@link Client} holds addresses. IPv4 and IPv6 are apart: {@code ::/0} has no IPv4 address in
 * it. {@link #LOCAL} stands for those who have no address.
 *
 * @param high upper half of its first address
 * @param low lower half of its first address
 * @param bits from the left that all in it have in common: 96 more than are written of an IPv4 address
 */
public record Network(long high, long low, int bits) {

    private static final int IPV4_PREFIX = 96;
    /** Of what is no network. */
    private static final int NO_BITS = -1;

    /** Clients on a Unix socket. */
    public static final Network LOCAL = new Network(0, 0, NO_BITS);

    private static final int HALF = 64;

    /**
     * The one that an address is in.
     *
     * @param address not of a Unix socket
     * @param bits from the left that all in it have in common: 96 more than are meant of an IPv4 address
     * @return with 0 for all other bits
     */
    public static Network around(Client address, int bits) {
        return new Network(address.addressHigh() & mask(bits), address.addressLow() & mask(bits - HALF), bits);
    }

    /**
     * Whether a client comes from it.
     *
     * @param client one on a Unix socket is in {@link #LOCAL} alone
     * @return whether its address begins with the same bits
     */
    public boolean contains(Client client) {
        return client.isLocal() ? isLocal() : contains(client.addressHigh(), client.addressLow());
    }

    /**
     * Whether an address is in it. Allocates nothing.
     *
     * @param addressHigh upper half of the address, as that of a {@link Client}
     * @param addressLow lower half
     * @return whether it begins with the same bits
     */
    public boolean contains(long addressHigh, long addressLow) {
        return !isLocal() && isIpv4(addressHigh, addressLow) == isIpv4() && begins(addressHigh, addressLow);
    }

    /** Whether all of another one is in it. */
    boolean contains(Network other) {
        return isLocal() || other.isLocal() ? equals(other)
                : other.bits >= bits && other.isIpv4() == isIpv4() && begins(other.high, other.low);
    }

    private boolean begins(long otherHigh, long otherLow) {
        return ((otherHigh ^ high) & mask(bits)) == 0 && ((otherLow ^ low) & mask(bits - HALF)) == 0;
    }

    private boolean isLocal() {
        return bits == NO_BITS;
    }

    /** The one around it with a bit less; null where there is none of its kind. */
    @Nullable Network wider() {
        return isLocal() || isEverybody() ? null : new Network(high & mask(bits - 1), low & mask(bits - 1 - HALF), bits - 1);
    }

    /** Whether all addresses of its kind are in it. */
    boolean isEverybody() {
        return !isLocal() && bits == (isIpv4() ? IPV4_PREFIX : 0);
    }

    /**
     * Whether it is one of IPv4 addresses.
     *
     * @return false for those of IPv6, and for {@code ::/0}
     */
    public boolean isIpv4() {
        return bits >= IPV4_PREFIX && isIpv4(high, low);
    }

    private static boolean isIpv4(long addressHigh, long addressLow) {
        return addressHigh == 0 && addressLow >>> Integer.SIZE == 0xFFFF;
    }

    private Client address() {
        return Client.of(high, low, 0);
    }

    /** The first bits of a half. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= HALF ? -1 : -1L << HALF - bits;
    }

    @Override
    public String toString() {
        return isLocal() ? "unix" : IpText.of(address().address()) + "/" + (isIpv4() ? bits - IPV4_PREFIX : bits);
    }
}
