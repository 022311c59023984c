package io.awe4lb.admin.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Secrets as they are kept in memory: SHA-256 with a key that lives as long as this object. Any thread. */
final class Digests {

    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key = new SecretKeySpec(random(32), ALGORITHM);

    /** @return hexadecimal, worth nothing without the key */
    String of(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException every) {
            throw new IllegalStateException("every Java has " + ALGORITHM, every);
        }
    }

    /** In a time that does not depend on what they are. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** @return of that many bytes */
    static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    /** @return 256 random bits for headers, cookies and eyes */
    static String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(32));
    }
}
