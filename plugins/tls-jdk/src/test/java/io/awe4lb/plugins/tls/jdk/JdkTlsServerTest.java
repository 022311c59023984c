package io.awe4lb.plugins.tls.jdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.TlsSettings;
import io.awe4lb.spi.TlsSettings.ClientAuth;
import io.awe4lb.spi.TlsSettings.Sessions;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/** Handshakes and certificates are tested with the program as a whole. */
class JdkTlsServerTest {

    private static SSLEngine engine(List<String> versions, List<String> ciphers, List<String> protocols) throws GeneralSecurityException {
        return new JdkTlsProvider().server(new TlsSettings(List.of(), versions, ciphers, protocols)).engine();
    }

    @Test
    void anEngineIsAServerWithTheVersionsAndProtocolsThatAreWanted() throws GeneralSecurityException {
        SSLEngine engine = engine(List.of("TLSv1.3"), List.of(), List.of("h2", "http/1.1"));
        assertFalse(engine.getUseClientMode());
        assertArrayEquals(new String[] {"TLSv1.3"}, engine.getEnabledProtocols());
        assertArrayEquals(new String[] {"h2", "http/1.1"}, engine.getSSLParameters().getApplicationProtocols());
    }

    @Test
    void weakSuitesAreNotUsedUnlessTheyAreNamed() throws GeneralSecurityException {
        List<String> suites = Arrays.asList(engine(List.of("TLSv1.2", "TLSv1.3"), List.of(), List.of()).getEnabledCipherSuites());
        assertTrue(suites.contains("TLS_AES_128_GCM_SHA256"), suites::toString);
        assertTrue(suites.contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), suites::toString);
        assertTrue(suites.stream()
                .noneMatch(suite -> suite.contains("_CBC_") || suite.startsWith("TLS_RSA_") || suite.contains("_DHE_RSA_WITH")
                        || suite.contains("3DES") || suite.contains("NULL")),
                suites::toString);
        String cbc = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256";
        assertArrayEquals(new String[] {cbc}, engine(List.of("TLSv1.2"), List.of(cbc), List.of()).getEnabledCipherSuites());
    }

    @Test
    void anUnknownSuiteIsRefusedWithThoseThatThereAre() {
        String refusal = String.valueOf(assertThrows(GeneralSecurityException.class,
                () -> engine(List.of("TLSv1.2"), List.of("AES128-SHA"), List.of())).getMessage());
        assertTrue(refusal.startsWith("'AES128-SHA' is no cipher suite that it has: TLS_AES_"), refusal);
    }

    @Test
    void clientsAreAskedForACertificateIfTheSettingsSaySo() throws GeneralSecurityException {
        assertFalse(asking(Optional.empty()).getWantClientAuth());
        assertTrue(asking(Optional.of(new ClientAuth(false, new TrustingNobody()))).getWantClientAuth());
        assertTrue(asking(Optional.of(new ClientAuth(true, new TrustingNobody()))).getNeedClientAuth());
    }

    private static SSLEngine asking(Optional<ClientAuth> clientAuth) throws GeneralSecurityException {
        return new JdkTlsProvider().server(new TlsSettings(List.of(), List.of("TLSv1.3"), List.of(), List.of(), clientAuth)).engine();
    }

    @Test
    void theOrderOfSuitesIsTheServersUnlessTheClientsIsWanted() throws GeneralSecurityException {
        for (boolean own : new boolean[] {true, false}) {
            SSLEngine engine = new JdkTlsProvider().server(settings(own, Sessions.USUAL)).engine();
            assertEquals(own, engine.getSSLParameters().getUseCipherSuitesOrder());
        }
    }

    @Test
    void toGoWithoutTicketsIsRefusedWithWhatToDo() {
        String refusal = String.valueOf(assertThrows(GeneralSecurityException.class,
                () -> new JdkTlsProvider().server(settings(true, new Sessions(false, 100)))).getMessage());
        assertEquals("it always gives tickets: use the engine boringssl to go without, or leave 'sessionTickets: false' out", refusal);
    }

    private static TlsSettings settings(boolean own, Sessions sessions) {
        return new TlsSettings(List.of(), List.of("TLSv1.3"), List.of(), List.of(), Optional.empty(), own, sessions);
    }

    private static final class TrustingNobody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("nobody is");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
            throw new CertificateException("nobody is");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
            throw new CertificateException("nobody is");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("nobody is");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
            throw new CertificateException("nobody is");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
            throw new CertificateException("nobody is");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void itSaysWhoItIs() {
        assertEquals("jdk", new JdkTlsProvider().type());
    }
}
