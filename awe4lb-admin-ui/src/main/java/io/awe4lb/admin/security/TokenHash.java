package io.awe4lb.admin.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A token as it is kept on disk: a slow hash (PBKDF2 of RFC 8018 with HMAC-SHA-512), so that whoever reads the file still has no token.
 * 210 000 rounds, as OWASP's cheat sheet on password storage asks for, take about a tenth of a second.
 *
 * @param rounds how slow
 * @param salt random
 * @param hash of the token
 */
record TokenHash(int rounds, byte[] salt, byte[] hash) {

    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int ROUNDS = 210_000;
    private static final int MOST_ROUNDS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern TEXT = Pattern.compile("pbkdf2-sha512:(\\d{1,8}):([0-9a-f]{32}):([0-9a-f]{64})");

    static TokenHash of(String token) {
        byte[] salt = Digests.random(SALT_BYTES);
        return new TokenHash(ROUNDS, salt, hash(token, salt, ROUNDS));
    }

    /** @return empty if it is no such text */
    static Optional<TokenHash> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int rounds = Integer.parseInt(matcher.group(1));
        return rounds < 1 || rounds > MOST_ROUNDS ? Optional.empty()
                : Optional.of(new TokenHash(rounds, HexFormat.of().parseHex(matcher.group(2)), HexFormat.of().parseHex(matcher.group(3))));
    }

    /** Takes its time. */
    boolean matches(String token) {
        return MessageDigest.isEqual(hash, hash(token, salt, rounds));
    }

    private static byte[] hash(String token, byte[] salt, int rounds) {
        try {
            var spec = new PBEKeySpec(token.toCharArray(), salt, rounds, HASH_BYTES * 8);
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException every) {
            throw new IllegalStateException("every Java has " + ALGORITHM, every);
        }
    }

    String text() {
        return "pbkdf2-sha512:%d:%s:%s".formatted(rounds, HexFormat.of().formatHex(salt), HexFormat.of().formatHex(hash));
    }

    @Override
    public String toString() {
        return "pbkdf2-sha512";
    }
}
