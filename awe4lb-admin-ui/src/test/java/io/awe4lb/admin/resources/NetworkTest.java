package io.awe4lb.admin.resources;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.admin.http.ProblemException;
import org.junit.jupiter.api.Test;

/** Which clients a filter means. */
class NetworkTest {

    @Test
    void anAddressIsANetworkOfOne() {
        assertTrue(Network.parse("10.0.0.1").contains("10.0.0.1:50000"));
        assertFalse(Network.parse("10.0.0.1").contains("10.0.0.2:50000"));
        assertTrue(Network.parse("::1").contains("[::1]:50000"));
    }

    @Test
    void aNetworkHasItsAddressesAndNoOthers() {
        assertTrue(Network.parse("10.64.0.0/10").contains("10.127.255.255:1"));
        assertFalse(Network.parse("10.64.0.0/10").contains("10.128.0.0:1"));
        assertTrue(Network.parse("2001:db8::/33").contains("[2001:db8:7fff::1]:1"));
        assertFalse(Network.parse("2001:db8::/33").contains("[2001:db8:8000::1]:1"));
        assertTrue(Network.parse("0.0.0.0/0").contains("255.1.2.3:1"));
        assertFalse(Network.parse("0.0.0.0/0").contains("[::1]:1"));
        assertFalse(Network.parse("0.0.0.0/0").contains("unix:/run/client.sock"));
    }

    @Test
    void whatIsNoNetworkIsRefused() {
        for (String text : new String[] {"10.0.0.0/33", "10.0.0/8", "localhost", "10.0.0.0/", "/8", "", "10.0.0.0/-1", "::/129"}) {
            assertThrows(ProblemException.class, () -> Network.parse(text), text);
        }
    }
}
