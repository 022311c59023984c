package io.awe4lb.kernel.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.config.Network;
import io.awe4lb.spi.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTableTest {

    private static final int IPV4_PREFIX = 96;
    private static final long MAPPED = 0xFFFFL << Integer.SIZE;

    private static RuleTable table(List<Network> networks) {
        var builder = new RuleTable.Builder(HeapRoom.ofThisProcess());
        try {
            for (int i = 0; i < networks.size(); i++) {
                builder.add(networks.get(i), i);
            }
            return builder.build();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Network network(String address, int bits) {
        return Networks.of(address + "/" + bits);
    }

    private static int rule(RuleTable table, String address) {
        Client client = Client.of(InetAddress.ofLiteral(address), 0);
        return table.rule(client.addressHigh(), client.addressLow());
    }

    @Test
    void withoutRulesNobodyIsMeant() {
        RuleTable table = table(List.of());
        assertEquals(RuleTable.NONE, rule(table, "0.0.0.0"));
        assertEquals(RuleTable.NONE, rule(table, "255.255.255.255"));
        assertEquals(RuleTable.NONE, rule(table, "::"));
        assertEquals(RuleTable.NONE, rule(table, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    }

    @Test
    void theFirstRuleHoldsThatMeansAnAddress() {
        RuleTable table = table(List.of(network("10.1.2.3", 32), network("10.0.0.0", 8), network("10.1.0.0", 16), network("fd00::", 8)));
        assertEquals(0, rule(table, "10.1.2.3"));
        assertEquals(1, rule(table, "10.1.2.4"));
        assertEquals(1, rule(table, "10.0.0.0"));
        assertEquals(1, rule(table, "10.255.255.255"));
        assertEquals(RuleTable.NONE, rule(table, "9.255.255.255"));
        assertEquals(RuleTable.NONE, rule(table, "11.0.0.0"));
        assertEquals(3, rule(table, "fd12::1"));
        assertEquals(RuleTable.NONE, rule(table, "fe00::"));
    }

    @Test
    void bothEndsOfAllAddressesAreMeant() {
        RuleTable table = table(List.of(network("0.0.0.0", 1), network("255.255.255.255", 32), network("::", 1),
                network("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 128)));
        assertEquals(0, rule(table, "0.0.0.0"));
        assertEquals(0, rule(table, "127.255.255.255"));
        assertEquals(RuleTable.NONE, rule(table, "128.0.0.0"));
        assertEquals(1, rule(table, "255.255.255.255"));
        assertEquals(2, rule(table, "::"));
        assertEquals(RuleTable.NONE, rule(table, "8000::"));
        assertEquals(3, rule(table, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    }

    @Test
    void allOfIpv6HasNoIpv4InIt() {
        RuleTable table = table(List.of(network("::", 0)));
        assertEquals(0, rule(table, "::1"));
        assertEquals(RuleTable.NONE, rule(table, "127.0.0.1"));
    }

    /** Beside looking at one rule after the other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itIsTheSameAsLookingAtOneRuleAfterTheOther(long seed) {
        var random = new Random(seed);
        List<Network> networks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            networks.add(random.nextBoolean() ? ipv4(random) : ipv6(random));
        }
        RuleTable table = table(networks);
        for (Network each : networks) {
            int rest = Math.max(0, 64 - Math.max(0, each.bits() - 64));
            long lowest = rest == 64 ? -1 : (1L << rest) - 1;
            for (long low : new long[] {each.low(), each.low() | lowest, each.low() - 1, (each.low() | lowest) + 1, random.nextLong()}) {
                assertEquals(slowly(networks, each.high(), low), table.rule(each.high(), low), () -> "seed " + seed + ", near " + each);
            }
        }
    }

    /** Few addresses and many widths, so that they meet. */
    private static Network ipv4(Random random) {
        int bits = random.nextInt(33);
        long address = random.nextInt(4) << 30 | random.nextInt(16);
        return new Network(0, MAPPED | address & 0xFFFFFFFFL & (bits == 0 ? 0 : -1L << 32 - bits), bits + IPV4_PREFIX);
    }

    private static Network ipv6(Random random) {
        int bits = 1 + random.nextInt(128);
        long high = (long) random.nextInt(4) << 62 | random.nextInt(4) | 1L << 61;
        long low = random.nextInt(4);
        return new Network(bits >= 64 ? high : high & -1L << 64 - bits, bits <= 64 ? 0 : low & -1L << 128 - bits, bits);
    }

    private static int slowly(List<Network> networks, long high, long low) {
        Client client = Client.of(high, low, 0);
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).contains(client)) {
                return i;
            }
        }
        return RuleTable.NONE;
    }
}
