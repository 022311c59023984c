package io.awe4lb.kernel.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Those whose signature makes a certificate trusted.
 *
 * @param words who they are, for a sentence
 * @param trust judges chains; knows nothing of names
 */
record Authorities(String words, X509TrustManager trust) {

    /**
     * Reads a file.
     *
     * @param file of PEM; empty: this process's default, which are those of the system where awe4lb runs as a program
     * @param pem what stands in the file
     * @throws IOException with a sentence, if it cannot be used
     */
    static Authorities of(Optional<Path> file, Optional<String> pem) throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(pem.isPresent() ? store(pem.get()) : null);
            return new Authorities(file.map(Path::toString).orElse("the usual public authorities"), judge(factory));
        } catch (IOException | GeneralSecurityException wrong) {
            throw new IOException("%s: %s".formatted(file.map(Path::toString).orElse("the usual public authorities"), wrong.getMessage()),
                    wrong);
        }
    }

    private static KeyStore store(String pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : Pem.certificates(pem)) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        return store;
    }

    private static X509TrustManager judge(TrustManagerFactory factory) {
        for (TrustManager one : factory.getTrustManagers()) {
            if (one instanceof X509TrustManager judge) {
                return judge;
            }
        }
        throw new IllegalStateException("Java has no way to verify certificates");
    }

    /** @throws Distrust if nobody of them has signed it, or somebody not as it has to be */
    void judge(X509Certificate[] chain, String authType) throws Distrust {
        try {
            trust.checkServerTrusted(chain, authType);
        } catch (CertificateException wrong) {
            X509Certificate last = chain[chain.length - 1];
            throw new Distrust(
                    "its certificate is not trusted (%s; the chain ends with the issuer %s; trusted is %s): give in 'ca' whoever issued it"
                            .formatted(wrong.getMessage(), last.getIssuerX500Principal().getName(), words),
                    wrong);
        }
    }
}
