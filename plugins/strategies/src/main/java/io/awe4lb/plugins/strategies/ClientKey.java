package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Client;

/** What a client is known by. Those of whom it is the same get the same backend. */
sealed interface ClientKey permits AddressBits, ServerName {

    /** The whole address. */
    ClientKey SOURCE = network(32, 128);

    /**
     * The network that the address is in.
     *
     * @param ipv4Prefix bits of an IPv4 address that count, 0 to 32
     * @param ipv6Prefix bits of an IPv6 address that count, 0 to 128
     */
    static ClientKey network(int ipv4Prefix, int ipv6Prefix) {
        return AddressBits.first(ipv4Prefix, ipv6Prefix);
    }

    /** A client's number, evenly spread over all longs. */
    long hash(Client client);

    /** Whether the server that it asks for matters. */
    default boolean wantsServerName() {
        return false;
    }
}
