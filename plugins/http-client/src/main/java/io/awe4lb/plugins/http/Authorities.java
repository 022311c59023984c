package io.awe4lb.plugins.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom TLS trusts, from files in PEM. */
final class Authorities {

    private Authorities() {}

    /** @param ca empty: those of the JDK */
    static TrustManager[] trusting(Optional<Path> ca) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(ca.isPresent() ? store(ca.get()) : null);
        return Stream.of(factory.getTrustManagers()).filter(X509ExtendedTrustManager.class::isInstance)
                .map(each -> new TrustWhileValid((X509ExtendedTrustManager) each)).toArray(TrustManager[]::new);
    }

    private static KeyStore store(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates("ca", file)) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        return store;
    }

    /** @param key of the option; @return one or more */
    static Collection<? extends Certificate> certificates(String key, Path file) throws IOException {
        try {
            byte[] pem = Files.readAllBytes(file);
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (certificates.isEmpty()) {
                throw new CertificateException("it is empty");
            }
            return certificates;
        } catch (CertificateException failure) {
            throw TlsFileException.useless(key, file, "has no certificates in PEM: " + failure.getMessage(), failure);
        } catch (IOException failure) {
            throw TlsFileException.unreadable(key, file, failure);
        }
    }
}
