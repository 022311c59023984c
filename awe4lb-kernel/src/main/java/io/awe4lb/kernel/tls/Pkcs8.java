package io.awe4lb.kernel.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Wraps older forms of private keys into the one that Java reads: PrivateKeyInfo of RFC 5208, in DER. */
final class Pkcs8 {

    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /** 1.2.840.113549.1.1.1 and NULL. */
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    /** 1.2.840.10045.2.1. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Pkcs8() {}

    /** @param key RSAPrivateKey of RFC 8017 */
    static byte[] ofRsa(byte[] key) {
        return Der.sequence(VERSION_0, Der.sequence(RSA), Der.of(Der.OCTETS, key));
    }

    /** @param key ECPrivateKey of RFC 5915, which names its curve */
    static byte[] ofEc(byte[] key) throws IOException {
        return Der.sequence(VERSION_0, Der.sequence(EC, curve(key)), Der.of(Der.OCTETS, key));
    }

    private static byte[] curve(byte[] key) throws IOException {
        try {
            ByteBuffer fields = Der.value(ByteBuffer.wrap(key));
            while (fields.hasRemaining()) {
                int tag = Der.tag(fields);
                ByteBuffer field = Der.value(fields);
                if (tag == PARAMETERS) {
                    byte[] curve = new byte[field.remaining()];
                    field.get(curve);
                    return curve;
                }
            }
        } catch (RuntimeException broken) { // lengths that lead out of the bytes
            throw new IOException("the key is broken", broken);
        }
        throw new IOException("the key does not name its curve: 'openssl pkey -in OLD -out NEW' writes one that does");
    }
}
