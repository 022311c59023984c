package io.awe4lb.kernel.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Values of ASN.1 as bytes (DER, X.690), as far as keys and certificates need them. */
final class Der {

    static final int INTEGER = 0x02;
    static final int BITS = 0x03;
    static final int OCTETS = 0x04;
    static final int UTF8 = 0x0c;
    static final int TIME = 0x17;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private Der() {}

    /** One value. @param parts of its content, one after the other; less than 64 kB */
    static byte[] of(int tag, byte[]... parts) {
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

    /** A sequence of values. */
    static byte[] sequence(byte[]... parts) {
        return of(SEQUENCE, parts);
    }

    /** The tag of the value at the front. @throws RuntimeException if there is none */
    static int tag(ByteBuffer from) {
        return from.get(from.position()) & 0xff;
    }

    /** Takes one value off the front. @return its content; @throws RuntimeException if its length leads out of the bytes */
    static ByteBuffer value(ByteBuffer from) {
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
}
