package io.awe4lb.plugins.health.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to a server that one knows the password, and sees whether the server knows it (RFC 5802 and RFC 7677), without channel binding.
 * Used once.
 */
final class Scram {

    static final String MECHANISM = "SCRAM-SHA-256";

    private static final String NO_BINDING = "n,,";
    private static final String HMAC = "HmacSHA256";
    private static final int NONCE_BYTES = 18;
    private static final int HASH_BITS = 256;
    /** PostgreSQL's default is 4096. A server may not keep the check busy with more than this. */
    private static final int MOST_ITERATIONS = 1_000_000;

    private final String password;
    private final String first;
    private byte[] serverSignature = {};

    Scram(String password) {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        this.password = password;
        this.first = "n=,r=" + Base64.getEncoder().encodeToString(nonce); // the server takes the name of the user who logs in
    }

    String first() {
        return NO_BINDING + first;
    }

    /** The answer to the server's first message. */
    String last(String challenge) throws AnswerFailure {
        Map<Character, String> attributes = attributes(challenge);
        String nonce = attributes.getOrDefault('r', "");
        int iterations = iterations(attributes.getOrDefault('i', ""));
        if (!nonce.startsWith(attributes(first).getOrDefault('r', "-"))) {
            throw invalid();
        }
        try {
            byte[] salt = Base64.getDecoder().decode(attributes.getOrDefault('s', ""));
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS)).getEncoded();
            String unproven = "c=" + Base64.getEncoder().encodeToString(NO_BINDING.getBytes(UTF_8)) + ",r=" + nonce;
            String said = first + "," + challenge + "," + unproven;
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] proof = xor(clientKey, hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), said));
            serverSignature = hmac(hmac(salted, "Server Key"), said);
            return unproven + ",p=" + Base64.getEncoder().encodeToString(proof);
        } catch (GeneralSecurityException | IllegalArgumentException failure) {
            throw invalid();
        }
    }

    /** Looks at the server's last message. */
    void requireProof(String message) throws AnswerFailure {
        String expected = Base64.getEncoder().encodeToString(serverSignature);
        if (serverSignature.length == 0 || !expected.equals(attributes(message).get('v'))) {
            throw new AnswerFailure("auth_refused", "the server does not know the password itself: it may not be the one that it seems");
        }
    }

    private static int iterations(String text) throws AnswerFailure {
        if (!text.matches("[1-9][0-9]{0,6}") || Integer.parseInt(text) > MOST_ITERATIONS) {
            throw invalid();
        }
        return Integer.parseInt(text);
    }

    private static AnswerFailure invalid() {
        return new AnswerFailure("answer_invalid", "its part of " + MECHANISM + " is not as it should be");
    }

    private static Map<Character, String> attributes(String message) {
        Map<Character, String> attributes = new HashMap<>();
        for (String attribute : message.split(",")) {
            if (attribute.length() >= 2 && attribute.charAt(1) == '=') {
                attributes.putIfAbsent(attribute.charAt(0), attribute.substring(2));
            }
        }
        return attributes;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = new byte[one.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (one[i] ^ other[i]);
        }
        return result;
    }
}
