package io.awe4lb.kernel.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.spi.TlsSettings.Identity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaceholderTest {

    @Test
    void itIsACertificateForItsNamesThatItsOwnKeyHasSigned() throws Exception {
        Instant now = Instant.parse("2026-11-26T12:00:00Z");

        Identity made = Placeholder.make(List.of("site.example", "*.site.example"), now).identity(Optional.empty());

        X509Certificate certificate = made.chain().getFirst();
        certificate.verify(certificate.getPublicKey());
        assertEquals(3, certificate.getVersion());
        assertEquals(List.of("site.example", "*.site.example"), CertificateNames.of(certificate).hosts());
        assertEquals(Instant.parse("2026-11-26T11:00:00Z"), certificate.getNotBefore().toInstant());
        assertEquals(Instant.parse("2027-11-26T12:00:00Z"), certificate.getNotAfter().toInstant());
    }
}
