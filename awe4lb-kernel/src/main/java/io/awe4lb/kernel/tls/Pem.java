package io.awe4lb.kernel.tls;

import io.awe4lb.spi.Secret;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A certificate with its chain and its key, as text (RFC 7468).
 *
 * @param cert the certificates, the server's own first
 * @param key the private key: PKCS#8, with a password or without, PKCS#1 (RSA) or SEC1 (EC)
 */
public record Pem(String cert, String key) {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final Pattern OLD_ENCRYPTION = Pattern.compile("-----BEGIN (RSA|EC) PRIVATE KEY-----\\s+Proc-Type: 4,ENCRYPTED");

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

    /**
     * What TLS needs.
     *
     * @param password of the key; a key without one does not need it
     * @return certificates and key that belong together
     * @throws IOException with a sentence, if it is no such text or the two do not belong together
     */
    public Identity identity(Optional<Secret> password) throws IOException {
        try {
            List<X509Certificate> chain = certificates(cert);
            return new Identity(chain, privateKey(chain.getFirst().getPublicKey(), password));
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new IOException("the certificate or its key cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    /**
     * Certificates one after the other.
     *
     * @throws IOException with a sentence, if there is none
     */
    static List<X509Certificate> certificates(String text) throws GeneralSecurityException, IOException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
        List<X509Certificate> all =
                CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream().map(X509Certificate.class::cast).toList();
        if (all.isEmpty()) {
            throw new IOException("the certificate's file has none: it begins with -----BEGIN CERTIFICATE-----");
        }
        return all;
    }

    private PrivateKey privateKey(PublicKey certified, Optional<Secret> password) throws GeneralSecurityException, IOException {
        if (OLD_ENCRYPTION.matcher(key).find()) {
            throw new IOException("the key is encrypted as it was before PKCS#8: 'openssl pkcs8 -topk8 -in OLD -out NEW' writes it anew");
        }
        Matcher matcher = KEY.matcher(key);
        if (!matcher.find()) {
            throw new IOException("the key's file has none: it begins with -----BEGIN PRIVATE KEY-----");
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        KeySpec pkcs8 = switch (matcher.group(1)) {
            case "RSA PRIVATE KEY" -> new PKCS8EncodedKeySpec(Pkcs8.ofRsa(der));
            case "EC PRIVATE KEY" -> new PKCS8EncodedKeySpec(Pkcs8.ofEc(der));
            case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(der);
            default -> decrypted(der, password);
        };
        try {
            PrivateKey privateKey = KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(pkcs8);
            requirePair(privateKey, certified);
            return privateKey;
        } catch (InvalidKeySpecException _) {
            throw new IOException("the key is broken, or of another kind than the certificate's " + certified.getAlgorithm());
        }
    }

    private static KeySpec decrypted(byte[] der, Optional<Secret> password) throws IOException, GeneralSecurityException {
        if (password.isEmpty()) {
            throw new IOException("the key has a password, and none is given: 'openssl pkey -in OLD -out NEW' takes it away");
        }
        var info = new EncryptedPrivateKeyInfo(der);
        String algorithm = info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
        try {
            var spec = new PBEKeySpec(password.get().value().toCharArray());
            var secret = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (InvalidKeySpecException _) {
            throw new IOException("the key's password is wrong");
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
