package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {

    @Test
    void eitherCapabilityOfTheNetworkIsEnough() {
        assertFalse(Capabilities.allowTransparent(List.of("Name:\tjava", "CapPrm:\t000001ffffffffff", "CapEff:\t0000000000000400")));
        assertTrue(Capabilities.allowTransparent(List.of("CapEff:\t0000000000001000")), "CAP_NET_ADMIN");
        assertTrue(Capabilities.allowTransparent(List.of("CapEff:\t0000000000002000")), "CAP_NET_RAW");
    }

    @Test
    void aSystemThatDoesNotTellIsTakenToAllowIt() {
        assertTrue(Capabilities.allowTransparent(List.of("Name:\tjava")));
    }
}
