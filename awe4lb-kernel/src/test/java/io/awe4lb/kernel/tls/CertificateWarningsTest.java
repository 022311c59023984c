package io.awe4lb.kernel.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chains in any order, and what is told of them. */
class CertificateWarningsTest {

    private static final Path FILE = Path.of("site.pem");

    @TempDir
    private static Path directory;

    private static TestAuthority root;
    private static TestAuthority middle;
    private static TestCertificate site;

    @BeforeAll
    static void make() throws Exception {
        root = TestAuthority.make(directory, "root");
        middle = root.trusts("middle");
        site = middle.gives("site");
    }

    private static Chain chain(TestCertificate... files) throws IOException {
        var text = new StringBuilder();
        for (TestCertificate file : files) {
            text.append(file.certText());
        }
        return new Pem(text.toString(), "").chain();
    }

    private static List<String> names(Chain chain) {
        return chain.certificates().stream().map(certificate -> certificate.getSubjectX500Principal().getName()).toList();
    }

    @Test
    void clientsGetCertificatesInOrderHoweverTheyStandInTheFile() throws Exception {
        List<String> all = List.of("CN=site", "CN=middle", "CN=root");
        Chain straight = chain(site, middle.own(), root.own());
        assertEquals(all, names(straight));
        assertEquals(List.of(), CertificateWarnings.of(FILE, straight));
        Chain twisted = chain(site, root.own(), middle.own(), middle.own());
        assertEquals(all, names(twisted));
        assertEquals(List.of("site.pem: clients get its certificates in another order, each signed by the next one: write them so"),
                CertificateWarnings.of(FILE, twisted));
    }

    @Test
    void whatDoesNotBelongToTheChainIsLeftOutAndTold() throws Exception {
        Chain chain = chain(site, TestAuthority.make(directory, "stranger").own(), middle.own());
        assertEquals(List.of("CN=site", "CN=middle"), names(chain));
        assertEquals(List.of("site.pem: clients do not get the certificate of CN=stranger: none of the others is signed by it"),
                CertificateWarnings.of(FILE, chain));
    }

    @Test
    void aCertificateOfAPublicAuthorityNeedsThoseAboveIt() throws Exception {
        TestCertificate published = middle.gives("published", "authorityInfoAccess=caIssuers;URI:http://ca.example/middle.der");
        assertEquals(
                List.of("site.pem: the certificate of CN=middle, which has signed the last one, is neither in the file nor one that systems"
                        + " know: put it there, or clients may not trust it"),
                CertificateWarnings.of(FILE, chain(published)));
        assertEquals(List.of(), CertificateWarnings.of(FILE, chain(published, middle.own())),
                "the next one is of an authority of one's own");
        assertEquals(List.of(), CertificateWarnings.of(FILE, chain(site)));
    }

    @Test
    void aCertificateThatIsOverOrSoonOrNotYetValidIsTold() throws Exception {
        List<X509Certificate> chain = chain(site).certificates();
        Instant now = Instant.now();
        assertEquals(List.of(), CertificateWarnings.of(FILE, chain, now));
        String over = CertificateWarnings.of(FILE, chain, now.plus(Duration.ofDays(4))).getFirst();
        assertTrue(over.matches("site\\.pem: the certificate of CN=site is over since \\S+Z: clients do not trust it"), over);
        String soon = CertificateWarnings.of(FILE, chain, now.plus(Duration.ofHours(70))).getFirst();
        assertTrue(soon.matches("site\\.pem: the certificate of CN=site is valid until \\S+Z only: renew it"), soon);
        String early = CertificateWarnings.of(FILE, chain, now.minus(Duration.ofDays(4))).getFirst();
        assertTrue(early.matches("site\\.pem: the certificate of CN=site is not valid before \\S+Z: clients do not trust it"), early);
    }
}
