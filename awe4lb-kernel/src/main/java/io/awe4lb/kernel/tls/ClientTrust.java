package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.config.ClientAuthConfig;
import io.awe4lb.kernel.config.ClientAuthConfig.Mode;
import io.awe4lb.spi.TlsSettings.ClientAuth;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Which clients are trusted: those with a certificate that an authority has given them and not revoked. Used by many threads at once. */
final class ClientTrust extends X509ExtendedTrustManager {

    /** What stands in the files. */
    record Files(String ca, Optional<String> crl) {

        static Files read(ClientAuthConfig config) throws IOException {
            Optional<String> crl = config.crl().isEmpty() ? Optional.empty() : Optional.of(FileText.of(config.crl().get()));
            return new Files(FileText.of(config.ca()), crl);
        }

        @Override
        public String toString() {
            return "authorities and what they have revoked";
        }
    }

    private final Mode mode;
    private final X509ExtendedTrustManager authorities;
    private final RevocationLists revoked;
    private final InstantSource clock;

    private ClientTrust(Mode mode, X509ExtendedTrustManager authorities, RevocationLists revoked, InstantSource clock) {
        this.mode = mode;
        this.authorities = authorities;
        this.revoked = revoked;
        this.clock = clock;
    }

    /** @throws IOException with a sentence that names the file */
    static ClientTrust of(ClientAuthConfig config, Files files, InstantSource clock) throws IOException {
        RevocationLists revoked = files.crl().isEmpty() ? RevocationLists.NONE : lists(config, files.crl().get());
        try {
            List<X509Certificate> roots = Pem.certificates(files.ca());
            return new ClientTrust(config.mode(), manager(roots, revoked), revoked, clock);
        } catch (IOException | GeneralSecurityException wrong) {
            throw new IOException("%s: %s".formatted(config.ca(), wrong.getMessage()), wrong);
        }
    }

    private static RevocationLists lists(ClientAuthConfig config, String text) throws IOException {
        try {
            return RevocationLists.of(text);
        } catch (IOException wrong) {
            throw new IOException("%s: %s".formatted(config.crl().orElseThrow(), wrong.getMessage()), wrong);
        }
    }

    /** With lists, each certificate of a chain has to be looked up in one of its authority. */
    private static X509ExtendedTrustManager manager(List<X509Certificate> roots, RevocationLists revoked) throws GeneralSecurityException {
        var parameters = new PKIXBuilderParameters(roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()),
                new X509CertSelector());
        parameters.setRevocationEnabled(!revoked.isEmpty());
        parameters.addCertStore(revoked.store());
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    ClientAuth settings() {
        return new ClientAuth(mode == Mode.REQUIRED, this);
    }

    /**
     * Looks again at a client whose handshake is done: a session that is resumed says only that it was trusted once.
     *
     * @return its name; empty if it has shown no certificate
     * @throws CertificateException with a sentence, if it is not trusted
     */
    Optional<String> subject(SSLSession session) throws CertificateException {
        try {
            X509Certificate[] chain = Stream.of(session.getPeerCertificates()).toArray(X509Certificate[]::new);
            for (X509Certificate certificate : chain) {
                certificate.checkValidity(Date.from(clock.instant()));
            }
            requireNotRevoked(chain);
            return Optional.of(chain[0].getSubjectX500Principal().getName());
        } catch (SSLPeerUnverifiedException none) {
            if (mode == Mode.REQUIRED) {
                throw new CertificateException("it has no certificate", none);
            }
            return Optional.empty();
        }
    }

    /** Why nobody of an authority is trusted any more, in a sentence; empty while all is well. */
    Optional<String> warning() {
        return revoked.over(clock.instant()).map(sentence -> sentence + ": clients with its certificates are refused");
    }

    private void requireNotRevoked(X509Certificate[] chain) throws CertificateException {
        Instant now = clock.instant();
        for (X509Certificate certificate : chain) {
            revoked.check(certificate, now);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        requireNotRevoked(chain);
        authorities.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        requireNotRevoked(chain);
        authorities.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        requireNotRevoked(chain);
        authorities.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no server is trusted: this is about clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
