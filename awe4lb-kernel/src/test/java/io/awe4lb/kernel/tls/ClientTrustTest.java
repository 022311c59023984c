package io.awe4lb.kernel.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.ClientAuthConfig;
import io.awe4lb.kernel.config.ClientAuthConfig.Mode;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom an authority has certified, and not revoked, with certificates and lists as openssl makes them. */
class ClientTrustTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private static Path directory;

    private static TestAuthority authority;
    private static TestCertificate till;
    private static TestCertificate thief;

    private Instant now = Instant.now();

    @BeforeAll
    static void certify() throws Exception {
        authority = TestAuthority.make(directory, "authority");
        till = authority.gives("till");
        thief = authority.gives("thief");
    }

    private ClientTrust trust(Path ca, Path... list) throws IOException {
        var config = new ClientAuthConfig(Mode.REQUIRED, ca, Stream.of(list).findFirst());
        return ClientTrust.of(config, ClientTrust.Files.read(config), () -> now);
    }

    private static void shows(ClientTrust trust, TestCertificate... chain) throws Exception {
        X509Certificate[] certificates = new X509Certificate[chain.length];
        for (int i = 0; i < chain.length; i++) {
            certificates[i] = Pem.certificates(chain[i].certText()).getFirst();
        }
        trust.checkClientTrusted(certificates, "EC");
    }

    private static String refusal(ClientTrust trust, TestCertificate... chain) {
        return String.valueOf(assertThrows(CertificateException.class, () -> shows(trust, chain)).getMessage());
    }

    @Test
    void whoWasCertifiedByTheAuthorityIsTrustedAndNobodyElse() throws Exception {
        ClientTrust trust = trust(authority.own().cert());
        shows(trust, till);
        TestAuthority stranger = TestAuthority.make(directory, "stranger");
        assertTrue(refusal(trust, stranger.gives("other")).contains("unable to find valid certification path"));
        assertEquals("CN=authority", trust.getAcceptedIssuers()[0].getSubjectX500Principal().getName());
        assertThrows(CertificateException.class, () -> trust.checkServerTrusted(new X509Certificate[0], "EC"));
    }

    @Test
    void whoIsOnAListIsRefused() throws Exception {
        Path list = authority.revokes("revoked.crl", HOUR, thief);
        ClientTrust trust = trust(authority.own().cert(), list);
        shows(trust, till);
        assertEquals("the certificate of CN=thief is revoked", refusal(trust, thief));
        assertEquals(Optional.empty(), trust.warning());
    }

    @Test
    void aListThatIsOverCountsForNobody() throws Exception {
        ClientTrust trust = trust(authority.own().cert(), authority.revokes("over.crl", HOUR, thief));
        now = now.plus(HOUR).plusSeconds(1);
        assertEquals("the list of what CN=authority has revoked is over", refusal(trust, till));
        String warning = trust.warning().orElseThrow();
        assertTrue(Pattern.matches(
                "the list of what CN=authority has revoked is over since \\S+Z: clients with its certificates are refused", warning),
                warning);
    }

    @Test
    void aSessionThatIsResumedIsLookedAtAgain() throws Exception {
        ClientTrust trust = trust(authority.own().cert(), authority.revokes("again.crl", HOUR, thief));
        assertEquals(Optional.of("CN=till"), trust.subject(session(till)));
        assertEquals("the certificate of CN=thief is revoked",
                assertThrows(CertificateException.class, () -> trust.subject(session(thief))).getMessage());
        now = now.plus(HOUR).plusSeconds(1);
        assertEquals("the list of what CN=authority has revoked is over",
                assertThrows(CertificateException.class, () -> trust.subject(session(till))).getMessage());
        ClientTrust withoutList = trust(authority.own().cert());
        assertEquals(Optional.of("CN=thief"), withoutList.subject(session(thief)));
        now = now.plus(Duration.ofDays(4));
        assertThrows(CertificateExpiredException.class, () -> withoutList.subject(session(thief)));
    }

    @Test
    void aSessionWithoutACertificateIsOnlyForWhomNoneIsRequired() throws Exception {
        var optional = new ClientAuthConfig(Mode.OPTIONAL, authority.own().cert(), Optional.empty());
        assertEquals(Optional.empty(), ClientTrust.of(optional, ClientTrust.Files.read(optional), () -> now).subject(session()));
        assertEquals("it has no certificate", assertThrows(CertificateException.class,
                () -> trust(authority.own().cert()).subject(session())).getMessage());
    }

    private static SSLSession session(TestCertificate... chain) throws Exception {
        List<X509Certificate> certificates = new ArrayList<>();
        for (TestCertificate certificate : chain) {
            certificates.addAll(Pem.certificates(certificate.certText()));
        }
        return (SSLSession) Proxy.newProxyInstance(ClientTrustTest.class.getClassLoader(), new Class<?>[] {SSLSession.class},
                (_, method, _) -> {
                    assertEquals("getPeerCertificates", method.getName());
                    if (certificates.isEmpty()) {
                        throw new SSLPeerUnverifiedException("none");
                    }
                    return certificates.toArray(X509Certificate[]::new);
                });
    }

    @Test
    void eachAuthorityOfAChainHasToHaveAList() throws Exception {
        TestAuthority below = authority.trusts("below");
        TestCertificate far = below.gives("far");
        shows(trust(authority.own().cert()), far, below.own());
        Path top = authority.revokes("top.crl", HOUR);
        ClientTrust half = trust(authority.own().cert(), top);
        shows(half, till);
        assertTrue(refusal(half, far, below.own()).contains("Could not determine revocation status"), "no list of the authority below");
        Path both = Files.writeString(directory.resolve("both.crl"),
                Files.readString(top) + Files.readString(below.revokes("below.crl", HOUR)), StandardCharsets.US_ASCII);
        shows(trust(authority.own().cert(), both), far, below.own());
        Path gone = Files.writeString(directory.resolve("gone.crl"), Files.readString(authority.revokes("no-below.crl", HOUR, below.own()))
                + Files.readString(directory.resolve("below.crl")), StandardCharsets.US_ASCII);
        assertEquals("the certificate of CN=below is revoked", refusal(trust(authority.own().cert(), gone), far, below.own()));
    }

    @Test
    void aListOfSomebodyElseIsNoList() throws Exception {
        TestAuthority namesake = TestAuthority.make(Files.createDirectories(directory.resolve("namesake")), "authority");
        ClientTrust trust = trust(authority.own().cert(), namesake.revokes("forged.crl", HOUR));
        assertTrue(refusal(trust, till).contains("Could not determine revocation status"), "its signature is not the authority's");
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        Path none = Files.writeString(directory.resolve("none.pem"), "nothing");
        Path absent = directory.resolve("absent.crl");
        Path ca = authority.own().cert();
        assertEquals(absent + " does not exist", assertThrows(IOException.class, () -> trust(ca, absent)).getMessage());
        assertTrue(String.valueOf(assertThrows(IOException.class, () -> trust(none)).getMessage()).startsWith(none + ": "));
        assertTrue(String.valueOf(assertThrows(IOException.class, () -> trust(ca, none)).getMessage()).startsWith(none + ": "));
        Path der = directory.resolve("list.der");
        TestCertificate.run(
                "openssl crl -in %s -outform DER -out %s".formatted(authority.revokes("der.crl", HOUR, thief), der).split(" "));
        ClientTrust trust = trust(ca, der);
        assertDoesNotThrow(() -> shows(trust, till));
        assertEquals("the certificate of CN=thief is revoked", refusal(trust, thief));
    }
}
