package io.awe4lb.plugins.tls.boringssl;

import java.nio.ByteBuffer;

/** The five bytes before each record (RFC 8446, 5.1). */
final class RecordHeader {

    private static final int LENGTH = 5;
    private static final int AT_LENGTH = 3;
    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 24;
    /** The largest record that anybody may send, and what BoringSSL has to see to refuse a larger one. */
    private static final int LARGEST = LENGTH + 16_384 + 2_048;

    private RecordHeader() {}

    /** @return with the header; more than there is where a part is missing. What is no record counts as one that is there, to be refused */
    static int lengthOf(ByteBuffer bytes) {
        if (bytes.remaining() < LENGTH) {
            return LENGTH;
        }
        int at = bytes.position();
        int type = bytes.get(at);
        int length =
                LENGTH + (Byte.toUnsignedInt(bytes.get(at + AT_LENGTH)) << Byte.SIZE) + Byte.toUnsignedInt(bytes.get(at + AT_LENGTH + 1));
        boolean isRecord = type >= FIRST_TYPE && type <= LAST_TYPE && length <= LARGEST;
        return isRecord ? length : bytes.remaining();
    }
}
