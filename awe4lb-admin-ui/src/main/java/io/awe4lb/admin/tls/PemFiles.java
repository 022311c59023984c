package io.awe4lb.admin.tls;

import io.awe4lb.kernel.tls.Pem;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Optional;

/**
 * A certificate with its chain and its key, as text (RFC 7468).
 *
 * @param cert the certificates, the server's own first
 * @param key the private key: PKCS#8, PKCS#1 (RSA) or SEC1 (EC), without a password
 */
record PemFiles(String cert, String key) {

    /** Nobody reads the store but this process. */
    static final String PASSWORD = "";

    static PemFiles read(Path cert, Path key) throws IOException {
        Pem pem = Pem.read(cert, key);
        return new PemFiles(pem.cert(), pem.key());
    }

    /**
     * What TLS needs.
     *
     * @throws IOException with a sentence, if it is no such text or the two do not belong together
     */
    KeyStore keyStore() throws IOException {
        Identity identity = new Pem(cert, key).identity(Optional.empty());
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD.toCharArray());
            store.setKeyEntry("admin", identity.key(), PASSWORD.toCharArray(), identity.chain().toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException wrong) {
            throw new IOException("the certificate or its key cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    @Override
    public String toString() {
        return "certificate and key";
    }
}
