package io.awe4lb.plugins.issuer.acme;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.CertificateIssuer;
import io.awe4lb.spi.CertificateIssuer.Proof;
import io.awe4lb.spi.CertificateOrder;
import io.awe4lb.spi.IssuingException;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmeProviderTest {

    private static final Options ACCEPTED = Options.defaults().with(AcmeProvider.ACCEPT_TERMS, true);

    @TempDir
    Path directory;

    private static CertificateIssuer issuer(Options options) {
        return new AcmeProvider().create(options);
    }

    private static String refusal(Options options) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> issuer(options)).getMessage());
    }

    @Test
    void letsEncryptIsAskedByHttpUnlessSomethingElseIsSaid() {
        CertificateIssuer usual = issuer(ACCEPTED);
        CertificateIssuer other = issuer(ACCEPTED.with(AcmeProvider.DIRECTORY, "https://ca.example/acme")
                .with(AcmeProvider.CHALLENGE, ChallengeKind.TLS_ALPN_01));

        assertEquals("https://acme-v02.api.letsencrypt.org/directory", usual.authority());
        assertEquals(Set.of(Proof.HTTP), usual.proofs());
        assertEquals("https://ca.example/acme", other.authority());
        assertEquals(Set.of(Proof.TLS), other.proofs());
    }

    @Test
    void whatCannotBeIsRefusedWithASentence() {
        assertTrue(refusal(Options.defaults()).endsWith("write 'acceptTerms: true'"));
        assertTrue(refusal(ACCEPTED.with(AcmeProvider.DIRECTORY, "http://ca.example")).contains("is no address with https"));
        assertTrue(refusal(ACCEPTED.with(AcmeProvider.DIRECTORY, "https://a b")).contains("is no address: write https://"));
        assertTrue(refusal(ACCEPTED.with(AcmeProvider.EMAIL, List.of("ops"))).startsWith("email: 'ops' is no address"));
        assertTrue(refusal(ACCEPTED.with(AcmeProvider.ACCOUNT_ID, "me")).startsWith("'accountId' and 'accountKey' go together"));
        assertTrue(refusal(ACCEPTED.with(AcmeProvider.ACCOUNT_ID, "me").with(AcmeProvider.ACCOUNT_KEY, new Secret("a b")))
                .startsWith("accountKey: it is not base64url"));
        assertTrue(refusal(ACCEPTED.with(AcmeProvider.CA, "\0")).startsWith("ca: "));
    }

    @Test
    void wildcardsAndTooManyNamesAreNotGiven() {
        CertificateIssuer issuer = issuer(ACCEPTED);

        assertEquals(Optional.empty(), issuer.refusal(List.of("site.example", "www.site.example")));
        assertTrue(issuer.refusal(List.of("site.example", "*.site.example")).orElseThrow().contains("dns-01"));
        assertTrue(issuer.refusal(Collections.nCopies(101, "site.example")).orElseThrow().startsWith("101 names are more than the 100"));
    }

    @Test
    void aKeyIsReadAsItWasWritten() throws Exception {
        KeyPair keys = Keys.make(KeyKind.EC);

        KeyPair read = Keys.read(Keys.write(keys));

        assertArrayEquals(keys.getPrivate().getEncoded(), read.getPrivate().getEncoded());
        assertEquals(keys.getPublic(), read.getPublic());
        assertThrows(IOException.class, () -> Keys.read("damaged".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void anAuthorityThatCannotBeAskedIsSaidWithItsAddress() throws Exception {
        var played = new PlayedOrder(new HashMap<>());
        Options refusing = ACCEPTED.with(AcmeProvider.DIRECTORY, "https://127.0.0.1:1/dir");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");

        String silent = sentence(refusing, played);
        assertTrue(silent.startsWith("https://127.0.0.1:1/dir cannot be asked: "), silent);
        assertEquals(Set.of("account"), played.kept().keySet(), "before anybody heard of it");
        assertTrue(sentence(refusing.with(AcmeProvider.CA, directory.resolve("none.pem").toString()), played).contains("cannot be read"));
        assertTrue(sentence(refusing.with(AcmeProvider.CA, empty.toString()), played).startsWith("ca: "));
    }

    private static String sentence(Options options, CertificateOrder order) {
        return String.valueOf(assertThrows(IssuingException.class, () -> issuer(options).issue(order)).getMessage());
    }

    /** Of nobody. */
    private record PlayedOrder(Map<String, byte[]> kept) implements CertificateOrder {

        @Override
        public List<String> names() {
            return List.of("site.example");
        }

        @Override
        public Optional<byte[]> kept(String name) {
            return Optional.ofNullable(kept.get(name));
        }

        @Override
        public void keep(String name, byte[] content) {
            kept.put(name, content);
        }

        @Override
        public void answerHttp(String token, String content) {
            throw new AssertionError("nobody asked");
        }

        @Override
        public void answerTls(String name, Identity shown) {
            throw new AssertionError("nobody asked");
        }
    }
}
