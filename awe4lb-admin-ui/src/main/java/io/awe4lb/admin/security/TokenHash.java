package io.awe4lb.admin.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token as it is kept on disk: salted SHA-256, so that whoever reads the file still has no token. A slow hash is for what people think up;
 * nobody guesses 256 random bits.
 *
 * @param salt random
 * @param hash of the salt and the token
 */
record TokenHash(byte[] salt, byte[] hash) {

    private static final int SALT_BYTES = 16;
    private static final Pattern TEXT = Pattern.compile("sha256:([0-9a-f]{32}):([0-9a-f]{64})");

    /** @param token from {@link Digests#token()} */
    static TokenHash of(String token) {
        byte[] salt = Digests.random(SALT_BYTES);
        return new TokenHash(salt, hash(salt, token));
    }

    /** @return empty if it is no such text */
    static Optional<TokenHash> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new TokenHash(HexFormat.of().parseHex(matcher.group(1)), HexFormat.of().parseHex(matcher.group(2))))
                : Optional.empty();
    }

    /** In a time that does not depend on what they are. */
    boolean matches(String token) {
        return MessageDigest.isEqual(hash, hash(salt, token));
    }

    private static byte[] hash(byte[] salt, String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return sha256.digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException every) {
            throw new IllegalStateException("every Java has SHA-256", every);
        }
    }

    String text() {
        return "sha256:%s:%s".formatted(HexFormat.of().formatHex(salt), HexFormat.of().formatHex(hash));
    }

    @Override
    public String toString() {
        return "sha256";
    }
}
