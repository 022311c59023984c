package io.awe4lb.kernel.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateNamesTest {

    private static final CertificateNames NAMES = new CertificateNames(List.of("api.example.com", "*.shop.example"),
            List.of(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("2001:db8::1")));

    @Test
    void aNameIsOneOfThemOrStandsForOneLabelOfAWildcard() {
        assertTrue(NAMES.standFor("api.example.com"));
        assertTrue(NAMES.standFor("api.example.com."));
        assertTrue(NAMES.standFor("a.shop.example"));
        for (String other : List.of("example.com", "x.api.example.com", "shop.example", "a.b.shop.example", ".shop.example", "com", "")) {
            assertFalse(NAMES.standFor(other), other);
        }
    }

    @Test
    void anAddressIsComparedAsAnAddressAndNeverAsAName() {
        assertTrue(NAMES.standFor("10.0.0.1"));
        assertTrue(NAMES.standFor("2001:DB8:0::1"));
        assertTrue(NAMES.standFor("2001:db8::1%eth0"));
        assertFalse(NAMES.standFor("10.0.0.2"));
        assertFalse(new CertificateNames(List.of("10.0.0.1", "*.0.0.1"), List.of()).standFor("10.0.0.1"));
    }

    @Test
    void itSaysWhoseTheyAre() {
        assertEquals("api.example.com, *.shop.example, 10.0.0.1, 2001:db8:0:0:0:0:0:1", NAMES.words());
        assertEquals("nobody (it has no subjectAltName; the CN does not count)", new CertificateNames(List.of(), List.of()).words());
    }
}
