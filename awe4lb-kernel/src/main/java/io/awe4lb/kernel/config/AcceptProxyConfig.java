package io.awe4lb.kernel.config;

import io.awe4lb.spi.Client;
import java.util.List;

/**
 * Whether clients come through proxies that say so: PROXY headers in.
 *
 * @param accept versions that are taken
 * @param from whose headers are believed; one or more
 * @param isRequired whether everybody has to send one
 */
public record AcceptProxyConfig(Accept accept, List<Network> from, boolean isRequired) {

    /** Versions of PROXY headers. */
    public enum Accept {
        /** Both. */
        ANY,
        /** One line of text. */
        V1,
        /** In binary. */
        V2
    }

    /**
     * Whether headers of version 1 are taken.
     *
     * @return true if so
     */
    public boolean takesV1() {
        return accept != Accept.V2;
    }

    /**
     * Whether headers of version 2 are taken.
     *
     * @return true if so
     */
    public boolean takesV2() {
        return accept != Accept.V1;
    }

    /**
     * Whether somebody is believed who says that another one is the client.
     *
     * @param peer the other end of a connection
     * @return whether it comes from one of the networks
     */
    public boolean believes(Client peer) {
        for (Network network : from) {
            if (network.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether somebody with an address is believed. Allocates nothing.
     *
     * @param addressHigh upper half of the address, as that of a {@link Client}
     * @param addressLow lower half
     * @return whether it comes from one of the networks
     */
    public boolean believes(long addressHigh, long addressLow) {
        for (int i = 0; i < from.size(); i++) {
            if (from.get(i).contains(addressHigh, addressLow)) {
                return true;
            }
        }
        return false;
    }
}
