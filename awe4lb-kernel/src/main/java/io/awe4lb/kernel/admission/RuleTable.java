package io.awe4lb.kernel.admission;

import io.awe4lb.kernel.config.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which rule an address is meant by: of all rules with a network that it is in, the first. Immutable; any thread; a look-up is a binary
 * search, and allocates nothing.
 */
final class RuleTable {

    /** There is no rule; larger than every rule. */
    static final int NONE = Integer.MAX_VALUE;

    private final Ipv4Spans ipv4;
    private final Ipv6Spans ipv6;

    private RuleTable(Ipv4Spans ipv4, Ipv6Spans ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    /**
     * Which rule an address is meant by.
     *
     * @param high its upper half, as that of a {@link io.awe4lb.spi.Client}
     * @param low its lower half
     * @return its number, or {@link #NONE}
     */
    int rule(long high, long low) {
        return high == 0 && low >>> Integer.SIZE == Ipv4Spans.PREFIX ? ipv4.rule((int) low) : ipv6.rule(high, low);
    }

    /** Takes networks in any order, and not much more memory than the table will have, as long as the heap has so much. */
    static final class Builder {

        private static final int RULE_BITS = 26;
        private static final int IPV4_PREFIX = 96;
        /** Bytes for a network while the table is made: what is sorted, its spans, and these once more as they are cut. */
        private static final long IPV4_BYTES = 40;

        private static final long IPV6_BYTES = 90;
        /** Bytes of a network of IPv6 until then, and after how many the heap is looked at again. */
        private static final long IPV6_KEPT_BYTES = 72;

        private static final int IPV6_LOOK = 1 << 16;
        private static final Comparator<Numbered> ORDER = (one, other) -> {
            int byHigh = Long.compareUnsigned(one.network.high(), other.network.high());
            int byAddress = byHigh == 0 ? Long.compareUnsigned(one.network.low(), other.network.low()) : byHigh;
            return byAddress == 0 ? Integer.compare(one.network.bits(), other.network.bits()) : byAddress;
        };

        /** Each the address, how many bits of it count and the rule, in this order; the highest bit is turned round, so that their order is that of addresses. */
        private long[] ipv4 = new long[16];

        private int ipv4Count;
        private final List<Numbered> ipv6 = new ArrayList<>();

        private final HeapRoom room;

        private record Numbered(Network network, int rule) {}

        /** @param room asked before much is taken of it */
        Builder(HeapRoom room) {
            this.room = room;
        }

        /**
         * A network that a rule is about.
         *
         * @param network of it
         * @param rule its number, from 0 to some 60 million
         * @throws IOException with a sentence, if there is no memory for it
         */
        void add(Network network, int rule) throws IOException {
            if (!network.isIpv4()) {
                if (ipv6.size() % IPV6_LOOK == IPV6_LOOK - 1) {
                    room.require(IPV6_LOOK * IPV6_KEPT_BYTES);
                }
                ipv6.add(new Numbered(network, rule));
                return;
            }
            if (ipv4Count == ipv4.length) {
                room.require((long) Long.BYTES * (ipv4Count + (ipv4Count >> 1)));
                ipv4 = Arrays.copyOf(ipv4, ipv4Count + (ipv4Count >> 1));
            }
            long key = network.low() << Integer.SIZE | (long) (network.bits() - IPV4_PREFIX) << RULE_BITS | rule;
            ipv4[ipv4Count++] = key ^ Long.MIN_VALUE;
        }

        /**
         * All of them.
         *
         * @return immutable
         * @throws IOException with a sentence, if there is no memory for it
         */
        RuleTable build() throws IOException {
            room.require(IPV4_BYTES * ipv4Count + IPV6_BYTES * ipv6.size());
            return new RuleTable(ipv4(), ipv6());
        }

        private Ipv4Spans ipv4() {
            Arrays.sort(ipv4, 0, ipv4Count);
            var spans = new Ipv4Spans(ipv4Count);
            var sweep = new Sweep(spans);
            for (int i = 0; i < ipv4Count; i++) {
                long key = ipv4[i] ^ Long.MIN_VALUE;
                int bits = (int) (key >>> RULE_BITS) & 0x3F;
                sweep.network(0, Ipv4Spans.PREFIX << Integer.SIZE | key >>> Integer.SIZE, bits + IPV4_PREFIX,
                        (int) key & (1 << RULE_BITS) - 1);
            }
            sweep.end();
            return spans.trimmed();
        }

        private Ipv6Spans ipv6() {
            ipv6.sort(ORDER.thenComparingInt(Numbered::rule));
            var spans = new Ipv6Spans(ipv6.size());
            var sweep = new Sweep(spans);
            for (Numbered each : ipv6) {
                sweep.network(each.network.high(), each.network.low(), each.network.bits(), each.rule);
            }
            sweep.end();
            return spans.trimmed();
        }
    }
}
