package io.awe4lb.kernel.tls;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate that nobody trusts: clients get it until an issuer has given one, so that they hear in TLS why they are not served. X.509 of
 * version 3 (RFC 5280), signed by its own key, which is one of P-256.
 */
final class Placeholder {

    private static final String SUBJECT = "awe4lb: the certificate is not issued yet";
    private static final Duration LIFE = Duration.ofDays(365);
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final int SERIAL_BITS = 120;

    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final int DNS_NAME = 0x82;
    private static final byte[] VERSION_3 = HexFormat.of().parseHex("020102");
    /** 1.2.840.10045.4.3.2, ecdsa-with-SHA256. */
    private static final byte[] ALGORITHM = Der.sequence(HexFormat.of().parseHex("06082a8648ce3d040302"));
    /** 2.5.4.3, commonName. */
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    /** 2.5.29.17, subjectAltName. */
    private static final byte[] ALTERNATIVE_NAMES = HexFormat.of().parseHex("0603551d11");
    private static final byte[] NO_UNUSED_BITS = {0};

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Placeholder() {}

    /** @param names that it is for, in lower case and letters of ASCII */
    static Pem make(List<String> names, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] certificate = certificate(names, now, keys);
            return new Pem(PemText.of(PemText.CERTIFICATE, certificate), PemText.of(PemText.PRIVATE_KEY, keys.getPrivate().getEncoded()));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Java makes no keys of P-256", broken);
        }
    }

    private static byte[] certificate(List<String> names, Instant now, KeyPair keys) throws GeneralSecurityException {
        byte[] serial = new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS).toByteArray();
        byte[] name = Der.sequence(Der.of(Der.SET, Der.sequence(COMMON_NAME, Der.of(Der.UTF8, SUBJECT.getBytes(StandardCharsets.UTF_8)))));
        byte[] life = Der.sequence(time(now.minus(CLOCKS_DIFFER)), time(now.plus(LIFE)));
        byte[][] alternatives = names.stream().map(one -> Der.of(DNS_NAME, one.getBytes(StandardCharsets.US_ASCII))).toArray(byte[][]::new);
        byte[] extension = Der.sequence(ALTERNATIVE_NAMES, Der.of(Der.OCTETS, Der.sequence(alternatives)));
        byte[] signed = Der.sequence(Der.of(VERSION, VERSION_3), Der.of(Der.INTEGER, serial), ALGORITHM, name, life, name,
                keys.getPublic().getEncoded(), Der.of(EXTENSIONS, Der.sequence(extension)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed);
        return Der.sequence(signed, ALGORITHM, Der.of(Der.BITS, NO_UNUSED_BITS, signature.sign()));
    }

    private static byte[] time(Instant time) {
        return Der.of(Der.TIME, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }
}
