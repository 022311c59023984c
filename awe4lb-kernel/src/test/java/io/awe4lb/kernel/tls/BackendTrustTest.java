package io.awe4lb.kernel.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendTrustTest {

    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";

    @TempDir
    static Path directory;

    private static TestCertificate ours;
    private static TestCertificate theirs;
    private static TestCertificate nameless;

    @BeforeAll
    static void makeCertificates() throws Exception {
        ours = TestCertificate.make(directory, "ours", EC, "api.example.com", "10.0.0.1");
        theirs = TestCertificate.make(directory, "theirs", EC, "api.example.com");
        nameless = TestCertificate.make(directory, "nameless", EC);
    }

    private static X509Certificate[] chain(TestCertificate certificate) throws IOException {
        return certificate.identity().chain().toArray(X509Certificate[]::new);
    }

    private static void trust(TestCertificate shown, TestCertificate trusted, Optional<String> name, Duration later) throws Exception {
        Authorities authorities = Authorities.of(Optional.of(trusted.cert()), Optional.of(trusted.certText()));
        InstantSource clock = InstantSource.fixed(Instant.now().plus(later));
        new BackendTrust(authorities, name, clock).checkServerTrusted(chain(shown), "UNKNOWN");
    }

    private static String distrust(TestCertificate shown, TestCertificate trusted, Optional<String> name, Duration later) {
        return String.valueOf(assertThrows(Distrust.class, () -> trust(shown, trusted, name, later)).getMessage());
    }

    private static void assertBegins(String begin, String sentence) {
        assertTrue(sentence.startsWith(begin), sentence);
    }

    @Test
    void whoIsSignedByAnAuthorityAndHasTheNameIsTrusted() {
        assertDoesNotThrow(() -> trust(ours, ours, Optional.of("api.example.com"), Duration.ZERO));
        assertDoesNotThrow(() -> trust(ours, ours, Optional.of("10.0.0.1"), Duration.ZERO));
    }

    @Test
    void whoIsSignedByAnotherOneIsNot() {
        String sentence = distrust(theirs, ours, Optional.of("api.example.com"), Duration.ZERO);
        assertBegins("its certificate is not trusted (", sentence);
        assertTrue(sentence.endsWith("; the chain ends with the issuer CN=theirs; trusted is " + ours.cert()
                + "): give in 'ca' whoever issued it"), sentence);
    }

    @Test
    void anotherNameIsToldWithThoseThatThereAre() {
        assertEquals("its certificate is not for db.example.com but for api.example.com, 10.0.0.1: "
                + "set 'sni' or 'name' in the pool's tls to one of these",
                distrust(ours, ours, Optional.of("db.example.com"), Duration.ZERO));
        assertBegins("its certificate is not for 10.0.0.2 but for ", distrust(ours, ours, Optional.of("10.0.0.2"), Duration.ZERO));
        assertBegins("its certificate is not for nameless but for nobody (it has no subjectAltName",
                distrust(nameless, nameless, Optional.of("nameless"), Duration.ZERO));
    }

    @Test
    void whoHasNoNameToCompareIsNotTrusted() {
        assertBegins("its certificate cannot be compared with a name", distrust(ours, ours, Optional.empty(), Duration.ZERO));
    }

    @Test
    void aCertificateIsTrustedInItsTimeOnlyAlsoOneThatIsItselfAmongTheAuthorities() {
        assertBegins("its certificate was valid until ", distrust(ours, ours, Optional.of("api.example.com"), Duration.ofDays(10)));
        assertBegins("its certificate is valid from ", distrust(ours, ours, Optional.of("api.example.com"), Duration.ofDays(-10)));
    }

    @Test
    void aFileOfAuthoritiesThatIsSomethingElseIsRefusedByName() {
        Path file = Path.of("ca.pem");
        assertBegins("ca.pem: ", String.valueOf(
                assertThrows(IOException.class, () -> Authorities.of(Optional.of(file), Optional.of("nothing"))).getMessage()));
        assertBegins("ca.pem: ", String.valueOf(assertThrows(IOException.class, () -> Authorities.of(
                Optional.of(file), Optional.of("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))).getMessage()));
    }
}
