package io.awe4lb.plugins.tls.jdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsSettings.Identity;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

/** Handshakes, sessions and certificates are tested with the program as a whole. */
class JdkTlsClientTest {

    private static SSLEngine engine(Optional<String> name, List<String> ciphers, boolean resumes) throws GeneralSecurityException {
        return new JdkTlsProvider().client(new TlsClientSettings(new Unasked(), name, Optional.empty(), List.of("TLSv1.3"), ciphers,
                List.of("h2"), resumes)).engine();
    }

    @Test
    void anEngineIsAClientThatAsksForTheName() throws GeneralSecurityException {
        SSLEngine engine = engine(Optional.of("my_service.example"), List.of(), true);
        SSLParameters parameters = engine.getSSLParameters();
        assertTrue(engine.getUseClientMode());
        assertArrayEquals(new String[] {"TLSv1.3"}, engine.getEnabledProtocols());
        assertArrayEquals(new String[] {"h2"}, parameters.getApplicationProtocols());
        assertEquals("my_service.example", new String(parameters.getServerNames().getFirst().getEncoded()));
        assertNull(parameters.getEndpointIdentificationAlgorithm(), "the name is checked by whoever is asked for trust");
    }

    @Test
    void withoutANameItAsksForNone() throws GeneralSecurityException {
        assertEquals(List.of(), engine(Optional.empty(), List.of(), true).getSSLParameters().getServerNames());
    }

    @Test
    void sessionsAreKeptForThePeerThatAnEngineHasOrNotAtAll() throws GeneralSecurityException {
        assertEquals("backend", engine(Optional.of("one.example"), List.of(), true).getPeerHost());
        assertNull(engine(Optional.of("one.example"), List.of(), false).getPeerHost());
    }

    @Test
    void anUnknownSuiteIsRefusedWithThoseThatThereAre() {
        String refusal = String.valueOf(assertThrows(GeneralSecurityException.class,
                () -> engine(Optional.empty(), List.of("AES128-SHA"), true)).getMessage());
        assertTrue(refusal.startsWith("'AES128-SHA' is no cipher suite that it has: TLS_AES_"), refusal);
    }

    @Test
    void itsCertificateIsShownWhicheverIssuersAreNamedButForAnotherKindOfKey() throws GeneralSecurityException {
        var key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
        var shown = new OneKey(new Identity(List.of(), key));
        Principal[] issuers = {new X500Principal("CN=somebody else")};
        String alias = shown.chooseEngineClientAlias(new String[] {"RSA", "EC"}, issuers, engine(Optional.empty(), List.of(), true));
        assertNotEquals(null, alias);
        assertEquals(key, shown.getPrivateKey(String.valueOf(alias)));
        assertNull(shown.chooseEngineClientAlias(new String[] {"RSA"}, issuers, engine(Optional.empty(), List.of(), true)));
    }

    private static final class Unasked extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new AssertionError("it was not asked");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new AssertionError("it was not asked");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new AssertionError("it was not asked");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new AssertionError("it was not asked");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new AssertionError("it was not asked");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw new AssertionError("it was not asked");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
