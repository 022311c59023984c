package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.config.CertificateConfig;
import io.awe4lb.spi.Secret;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A certificate with its chain and its key, as text (RFC 7468). Both may stand in one file.
 *
 * @param cert the certificates, the server's own first
 * @param key the private key: PKCS#8, with a password or without, PKCS#1 (RSA) or SEC1 (EC)
 */
public record Pem(String cert, String key) {

    /**
     * Reads the two files.
     *
     * @param cert a file
     * @param key a file
     * @return their texts
     * @throws IOException with a sentence that names the file
     */
    public static Pem read(Path cert, Path key) throws IOException {
        return new Pem(FileText.of(cert), FileText.of(key));
    }

    static Pem read(CertificateConfig config) throws IOException {
        return read(config.cert(), config.key());
    }

    /** What TLS needs. @throws IOException as below, that names the files */
    Identity identity(CertificateConfig config) throws IOException {
        try {
            return identity(config.password());
        } catch (IOException wrong) {
            throw new IOException("%s with %s: %s".formatted(config.cert(), config.key(), wrong.getMessage()), wrong);
        }
    }

    /**
     * What TLS needs.
     *
     * @param password of the key; a key without one does not need it
     * @return certificates and key that belong together, each certificate signed by the next one
     * @throws IOException with a sentence, if it is no such text or the two do not belong together
     */
    public Identity identity(Optional<Secret> password) throws IOException {
        Chain chain = chain();
        try {
            return new Identity(chain.certificates(), privateKey(chain.inFile(), password));
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new IOException("the key cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    Chain chain() throws IOException {
        return Chain.of(certificates(cert));
    }

    private PrivateKey privateKey(List<X509Certificate> inFile, Optional<Secret> password) throws IOException, GeneralSecurityException {
        PrivateKey found = new PrivateKeyText(key, password).key();
        if (PrivateKeyText.belongs(found, inFile.getFirst())) {
            return found;
        }
        for (X509Certificate other : inFile) {
            if (PrivateKeyText.belongs(found, other)) {
                throw new IOException("the key belongs to the certificate of %s, which is not the first one of the file: put it there"
                        .formatted(other.getSubjectX500Principal().getName()));
            }
        }
        String kind = inFile.getFirst().getPublicKey().getAlgorithm();
        throw new IOException(found.getAlgorithm().equals(kind)
                ? "the key does not belong to the certificate"
                : "the key is of another kind than the certificate's " + kind);
    }

    /**
     * Certificates one after the other, whatever stands between them.
     *
     * @throws IOException with a sentence, if there is none, or one is broken
     */
    static List<X509Certificate> certificates(String text) throws IOException {
        return CertificateText.all(text);
    }

    @Override
    public String toString() {
        return "certificate and key";
    }
}
