package io.awe4lb.plugins.issuer.acme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes pairs of keys, and writes one of P-256 as text (RFC 7468): both halves, since Java computes none from the other. */
final class Keys {

    private static final int RSA_BITS = 2048;
    private static final int WIDTH = 64;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(WIDTH, "\n".getBytes(StandardCharsets.US_ASCII));

    private Keys() {}

    static KeyPair make(KeyKind kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.name());
            switch (kind) {
                case EC -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                case RSA -> generator.initialize(RSA_BITS);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Java makes no keys for " + kind, broken);
        }
    }

    static byte[] write(KeyPair keys) {
        return (block("PRIVATE KEY", keys.getPrivate().getEncoded()) + block("PUBLIC KEY", keys.getPublic().getEncoded()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n".formatted(label, LINES.encodeToString(der));
    }

    /** @throws IOException with a sentence, if it is no such text */
    static KeyPair read(byte[] content) throws IOException {
        String text = new String(content, StandardCharsets.US_ASCII);
        try {
            KeyFactory factory = KeyFactory.getInstance(KeyKind.EC.name());
            return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(der("PUBLIC KEY", text))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(der("PRIVATE KEY", text))));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new IOException("the account's key is broken: " + broken.getMessage(), broken);
        }
    }

    private static byte[] der(String label, String text) throws IOException {
        Matcher block = Pattern.compile("-----BEGIN %s-----([A-Za-z0-9+/=\\s]+)-----END %1$s-----".formatted(label)).matcher(text);
        if (!block.find()) {
            throw new IOException("the account's key has no " + label);
        }
        return Base64.getMimeDecoder().decode(block.group(1));
    }
}
