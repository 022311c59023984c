package io.awe4lb.kernel.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Wraps older forms of private keys into the one that Java reads: PrivateKeyInfo of RFC 5208, in DER. */
final class Pkcs8 {

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /** 1.2.840.113549.1.1.1 and NULL. */
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    /** 1.2.840.10045.2.1. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Pkcs8() {}

    /** @param key RSAPrivateKey of RFC 8017 */
    static byte[] ofRsa(byte[] key) {
        return der(SEQUENCE, VERSION_0, der(SEQUENCE, RSA), der(OCTETS, key));
    }

    /** @param key ECPrivateKey of RFC 5915, which names its curve */
    static byte[] ofEc(byte[] key) throws IOException {
        return der(SEQUENCE, VERSION_0, der(SEQUENCE, EC, curve(key)), der(OCTETS, key));
    }

    private static byte[] curve(byte[] key) throws IOException {
        try {
            ByteBuffer fields = value(ByteBuffer.wrap(key));
            while (fields.hasRemaining()) {
                int tag = fields.get(fields.position()) & 0xff;
                ByteBuffer field = value(fields);
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

    /** Takes one value off the front. */
    private static ByteBuffer value(ByteBuffer from) {
        from.get();
        int length = from.get() & 0xff;
        if (length > 0x80) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | from.get() & 0xff;
            }
        }
        ByteBuffer value = from.slice(from.position(), length);
        from.position(from.position() + length);
        return value;
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = content.size();
        if (length < 0x80) {
            whole.write(length);
        } else if (length < 0x100) {
            whole.write(0x81);
            whole.write(length);
        } else {
            whole.write(0x82);
            whole.write(length >> 8);
            whole.write(length);
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }
}
