package io.awe4lb.plugins.health.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;

/** How one shows that one knows a password, by the methods that MySQL and MariaDB have. An empty password is shown by nothing. */
final class Proof {

    static final String NATIVE = "mysql_native_password";
    static final String CACHING = "caching_sha2_password";
    static final String CLEAR = "mysql_clear_password";

    private Proof() {}

    /** {@code SHA1(password) XOR SHA1(nonce + SHA1(SHA1(password)))}. */
    static byte[] ofNative(String password, byte[] nonce) throws AnswerFailure {
        byte[] once = hash("SHA-1", password.getBytes(UTF_8));
        return password.isEmpty() ? new byte[0] : xor(once, hash("SHA-1", nonce, hash("SHA-1", once)));
    }

    /** {@code SHA256(password) XOR SHA256(SHA256(SHA256(password)) + nonce)}: right if the server has the password in its cache. */
    static byte[] ofCaching(String password, byte[] nonce) throws AnswerFailure {
        byte[] once = hash("SHA-256", password.getBytes(UTF_8));
        return password.isEmpty() ? new byte[0] : xor(once, hash("SHA-256", hash("SHA-256", once), nonce));
    }

    /** The password itself, for a connection that nobody else reads. */
    static byte[] inClear(String password) {
        return (password + '\0').getBytes(UTF_8);
    }

    /** The password, which only who has the private key can read. @param pem the server's public key */
    static byte[] encrypted(String password, byte[] nonce, String pem) throws AnswerFailure {
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return cipher.doFinal(xor(inClear(password), nonce));
        } catch (GeneralSecurityException | IllegalArgumentException failure) {
            throw new AnswerFailure("answer_invalid", "the public key that it sent is none: " + failure.getMessage());
        }
    }

    private static byte[] hash(String algorithm, byte[]... parts) throws AnswerFailure {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException missing) {
            throw new AnswerFailure("auth_refused", "it wants a password hashed with " + algorithm + ", which this Java does not do");
        }
    }

    /** As long as the first; the second one begins anew where it is shorter. */
    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = new byte[one.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (one[i] ^ other[i % other.length]);
        }
        return result;
    }
}
