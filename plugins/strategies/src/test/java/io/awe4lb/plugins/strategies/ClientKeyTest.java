package io.awe4lb.plugins.strategies;

import static io.awe4lb.plugins.strategies.Clients.client;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Client;
import org.junit.jupiter.api.Test;

class ClientKeyTest {

    @Test
    void theNetworkOfAnIpv4AddressIsItsFirstBits() {
        assertSame(ClientKey.network(24, 64), "10.1.2.3", "10.1.2.250");
        assertDifferent(ClientKey.network(24, 64), "10.1.2.3", "10.1.3.3");
        assertSame(ClientKey.network(20, 64), "10.1.16.1", "10.1.31.255");
        assertDifferent(ClientKey.network(20, 64), "10.1.16.1", "10.1.32.1");
        assertSame(ClientKey.network(1, 64), "128.0.0.0", "255.255.255.255");
        assertDifferent(ClientKey.network(1, 64), "127.0.0.0", "128.0.0.0");
        assertDifferent(ClientKey.network(32, 64), "10.1.2.3", "10.1.2.2");
    }

    @Test
    void theNetworkOfAnIpv6AddressIsItsFirstBits() {
        assertSame(ClientKey.network(24, 64), "2001:db8:1:2::3", "2001:db8:1:2:ffff:ffff:ffff:ffff");
        assertDifferent(ClientKey.network(24, 64), "2001:db8:1:2::3", "2001:db8:1:3::3");
        assertSame(ClientKey.network(24, 48), "2001:db8:1:2::3", "2001:db8:1:3::3");
        assertDifferent(ClientKey.network(24, 48), "2001:db8:1:2::3", "2001:db8:2:2::3");
        assertSame(ClientKey.network(24, 96), "2001:db8::1:0:0", "2001:db8::1:ffff:ffff");
        assertDifferent(ClientKey.network(24, 96), "2001:db8::1:0:0", "2001:db8::2:0:0");
        assertDifferent(ClientKey.network(24, 128), "2001:db8::1", "2001:db8::2");
    }

    @Test
    void aPrefixOfIpv6DoesNotReachIpv4() {
        assertDifferent(ClientKey.network(32, 1), "10.0.0.1", "10.0.0.2");
        assertDifferent(ClientKey.network(1, 1), "10.0.0.1", "::1");
    }

    @Test
    void aNetworkIsHashedAsItsFirstAddress() {
        assertEquals(ClientKey.SOURCE.hash(client("10.1.2.0")), ClientKey.network(24, 64).hash(client("10.1.2.77")));
        assertEquals(ClientKey.SOURCE.hash(client("2001:db8:1:2::")), ClientKey.network(24, 64).hash(client("2001:db8:1:2::7")));
    }

    @Test
    void clientsOfAUnixSocketAreOne() {
        assertEquals(ClientKey.SOURCE.hash(Client.local()), ClientKey.network(24, 64).hash(Client.local()));
    }

    @Test
    void byTheServerThatItAsksForTheAddressDoesNotMatterUnlessItNamesNone() {
        Client one = client("10.1.2.3").askingFor("a.example");
        assertEquals(ServerName.KEY.hash(one), ServerName.KEY.hash(client("2001:db8::1").askingFor("a.example")));
        assertNotEquals(ServerName.KEY.hash(one), ServerName.KEY.hash(one.askingFor("b.example")));
        assertEquals(ClientKey.SOURCE.hash(client("10.1.2.3")), ServerName.KEY.hash(client("10.1.2.3")));
    }

    /** A promise: see {@link StickyHash}. */
    @Test
    void theNumberOfANameIsTheSameInEveryVersion() {
        assertEquals(0xE74B_BFD3_9B93_047EL, ServerName.KEY.hash(client("10.1.2.3").askingFor("api.example.com")));
    }

    @Test
    void onlyTheKeyOfTheServerWantsToKnowIt() {
        assertTrue(ServerName.KEY.wantsServerName());
        assertFalse(ClientKey.SOURCE.wantsServerName());
    }

    private static void assertSame(ClientKey key, String one, String other) {
        assertEquals(key.hash(client(one)), key.hash(client(other)));
    }

    private static void assertDifferent(ClientKey key, String one, String other) {
        assertNotEquals(key.hash(client(one)), key.hash(client(other)));
    }
}
