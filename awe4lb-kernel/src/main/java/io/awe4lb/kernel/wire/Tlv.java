package io.awe4lb.kernel.wire;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/** A pair of type and value of a PROXY header, with the length of the value between (section 2.2.1). */
final class Tlv {

    /** A byte for the type, two for the length. */
    static final int HEAD = 1 + Short.BYTES;

    private Tlv() {}

    /** The type of the next pair, of which more is to be there than its begin. */
    static int type(ByteBuffer pairs) throws MalformedException {
        ProxyV2.require(pairs.remaining() >= HEAD, "a PROXY header that breaks off");
        return pairs.get() & 0xFF;
    }

    /** The value of the pair whose type was read. */
    static ByteBuffer value(ByteBuffer pairs) throws MalformedException {
        int length = pairs.getShort() & 0xFFFF;
        ProxyV2.require(length <= pairs.remaining(), "a PROXY header with a length that leads out of it");
        ByteBuffer value = pairs.slice(pairs.position(), length);
        pairs.position(pairs.position() + length);
        return value;
    }

    /** Writes one, if there is something to tell. */
    static void put(ByteBuffer target, int type, String value, Charset charset) {
        if (!value.isEmpty()) {
            byte[] bytes = value.getBytes(charset);
            target.put((byte) type).putShort((short) bytes.length).put(bytes);
        }
    }
}
