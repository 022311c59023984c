package io.awe4lb.kernel.admission;

import io.awe4lb.kernel.config.LimitsConfig;
import io.awe4lb.kernel.config.Network;
import io.awe4lb.spi.Client;

/**
 * Where clients come from that are counted together: the first bits of their address.
 *
 * @param high upper half of the address, as that of a {@link Client}, with 0 for all other bits
 * @param low lower half
 */
record Source(long high, long low) {

    private static final int IPV4_PREFIX = 96;

    /** @param client not on a Unix socket */
    static Source of(Client client, LimitsConfig limits) {
        int bits = client.isIpv4() ? IPV4_PREFIX + limits.ipv4Prefix() : limits.ipv6Prefix();
        Network network = Network.around(client, bits);
        return new Source(network.high(), network.low());
    }

    /** Spread over all bits, from both halves: addresses of one network differ in few. */
    int hash() {
        long mixed = (high * 0x9E37_79B9_7F4A_7C15L ^ low) * 0xBF58_476D_1CE4_E5B9L;
        return (int) (mixed >>> Integer.SIZE) ^ (int) mixed;
    }
}
