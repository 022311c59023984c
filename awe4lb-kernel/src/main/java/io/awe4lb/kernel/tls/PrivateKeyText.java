package io.awe4lb.kernel.tls;

import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private key as text (RFC 7468, sections 10 and 11, and the forms before them).
 *
 * @param text with the key somewhere in it
 * @param password of the key; a key without one does not need it
 */
record PrivateKeyText(String text, Optional<Secret> password) {

    private static final Logger LOG = LoggerFactory.getLogger(PrivateKeyText.class);
    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String RSA = "RSA";
    private static final String EC = "EC";
    private static final String ED = "EdDSA";
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final Pattern OLD_ENCRYPTION = Pattern.compile("-----BEGIN (RSA|EC) PRIVATE KEY-----\\s+Proc-Type: 4,ENCRYPTED");
    private static final List<String> KINDS = List.of(RSA, EC, ED);
    private static final byte[] SIGNED = "awe4lb".getBytes(StandardCharsets.US_ASCII);

    /** @throws IOException with a sentence, if it is no key of a kind that TLS has */
    PrivateKey key() throws IOException, GeneralSecurityException {
        if (OLD_ENCRYPTION.matcher(text).find()) {
            throw new IOException("the key is encrypted as it was before PKCS#8: 'openssl pkcs8 -topk8 -in OLD -out NEW' writes it anew");
        }
        Matcher matcher = KEY.matcher(text);
        if (!matcher.find()) {
            throw new IOException("the key's file has none: it begins with -----BEGIN PRIVATE KEY-----");
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        KeySpec pkcs8 = switch (matcher.group(1)) {
            case "RSA PRIVATE KEY" -> new PKCS8EncodedKeySpec(Pkcs8.ofRsa(der));
            case "EC PRIVATE KEY" -> new PKCS8EncodedKeySpec(Pkcs8.ofEc(der));
            case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(der);
            default -> decrypted(der);
        };
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(pkcs8);
            } catch (InvalidKeySpecException another) {
                LOG.debug("the key is not of the kind {}", kind, another);
            }
        }
        throw new IOException("the key is broken, or of another kind than RSA, EC or Ed25519");
    }

    private KeySpec decrypted(byte[] der) throws IOException, GeneralSecurityException {
        if (password.isEmpty()) {
            throw new IOException("the key has a password, and none is given: 'openssl pkey -in OLD -out NEW' takes it away");
        }
        try {
            var info = new EncryptedPrivateKeyInfo(der);
            String algorithm = algorithm(info);
            Cipher cipher = Cipher.getInstance(algorithm);
            var spec = new PBEKeySpec(password.get().value().toCharArray());
            cipher.init(Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(algorithm).generateSecret(spec), info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (InvalidKeySpecException _) {
            throw new IOException("the key's password is wrong");
        } catch (IOException | NoSuchAlgorithmException unknown) {
            throw new IOException("the key is encrypted in a way that is not known here:"
                    + " 'openssl pkcs8 -topk8 -v2 aes256 -in OLD -out NEW' writes it anew", unknown);
        }
    }

    /** PBES2 (RFC 8018) says in its parameters what it is made of; Java has a name for that as their text. */
    private static String algorithm(EncryptedPrivateKeyInfo info) {
        String name = info.getAlgName();
        return name.equals("PBES2") || name.equals(PBES2) ? String.valueOf(info.getAlgParameters()) : name;
    }

    /** Whether what the one signs is what the other certifies. */
    static boolean belongs(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        PublicKey certified = certificate.getPublicKey();
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(switch (certified.getAlgorithm()) {
            case RSA -> "SHA256withRSA";
            case EC -> "SHA256withECDSA";
            default -> ED;
        });
        signature.initSign(key);
        signature.update(SIGNED);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(SIGNED);
        return signature.verify(signed);
    }

    @Override
    public String toString() {
        return "a private key";
    }
}
