package io.awe4lb.admin.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with its chain and its key, as text (RFC 7468).
 *
 * @param cert the certificates, the server's own first
 * @param key the private key: PKCS#8, PKCS#1 (RSA) or SEC1 (EC), without a password
 */
record PemFiles(String cert, String key) {

    /** Nobody reads the store but this process. */
    static final String PASSWORD = "";

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    static PemFiles read(Path cert, Path key) throws IOException {
        return new PemFiles(text(cert), text(key));
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            throw new IOException(file + " does not exist");
        } catch (IOException failure) {
            throw new IOException(file + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    /**
     * What TLS needs.
     *
     * @throws IOException with a sentence, if it is no such text or the two do not belong together
     */
    KeyStore keyStore() throws IOException {
        try {
            Certificate[] chain = chain();
            PrivateKey privateKey = privateKey(chain[0].getPublicKey());
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD.toCharArray());
            store.setKeyEntry("admin", privateKey, PASSWORD.toCharArray(), chain);
            return store;
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new IOException("the certificate or its key cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    private Certificate[] chain() throws GeneralSecurityException, IOException {
        var bytes = new ByteArrayInputStream(cert.getBytes(StandardCharsets.ISO_8859_1));
        var certificates = CertificateFactory.getInstance("X.509").generateCertificates(bytes);
        if (certificates.isEmpty()) {
            throw new IOException("the certificate's file has none: it begins with -----BEGIN CERTIFICATE-----");
        }
        return certificates.toArray(Certificate[]::new);
    }

    private PrivateKey privateKey(PublicKey certified) throws GeneralSecurityException, IOException {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.find()) {
            throw new IOException("the key's file has none: it begins with -----BEGIN PRIVATE KEY-----");
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        byte[] pkcs8 = switch (matcher.group(1)) {
            case "RSA PRIVATE KEY" -> Pkcs8.ofRsa(der);
            case "EC PRIVATE KEY" -> Pkcs8.ofEc(der);
            case "PRIVATE KEY" -> der;
            default -> throw new IOException("a key with a password cannot be used: 'openssl pkey -in OLD -out NEW' takes it away");
        };
        try {
            PrivateKey privateKey = KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            requirePair(privateKey, certified);
            return privateKey;
        } catch (InvalidKeySpecException _) {
            throw new IOException("the key is broken, or of another kind than the certificate's " + certified.getAlgorithm());
        }
    }

    private static void requirePair(PrivateKey privateKey, PublicKey certified) throws GeneralSecurityException, IOException {
        Signature signature = Signature.getInstance(switch (certified.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> certified.getAlgorithm();
        });
        byte[] text = "awe4lb".getBytes(StandardCharsets.US_ASCII);
        signature.initSign(privateKey);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(text);
        if (!signature.verify(signed)) {
            throw new IOException("the key does not belong to the certificate");
        }
    }

    @Override
    public String toString() {
        return "certificate and key";
    }
}
