package io.awe4lb.kernel.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The first handshake message of a stream of TLS records (RFC 8446, sections 4 and 5.1; RFC 5246, section 6.2.1), put together from as many
 * records as it comes in.
 */
final class HandshakeMessage {

    /** Type, version and length of a record. */
    private static final int RECORD_HEAD = 5;
    private static final int HANDSHAKE = 22;
    private static final int MAJOR_VERSION = 3;
    private static final int LONGEST_RECORD = 1 << 14;

    /** Type and length of a message. */
    private static final int HEAD = 4;
    private static final int CLIENT_HELLO = 1;

    private byte[] bytes = new byte[512];
    private int count;

    private HandshakeMessage() {}

    /** @param stream from 0 to its limit */
    static Parsed<ClientHello> read(ByteBuffer stream) throws MalformedException {
        var message = new HandshakeMessage();
        int end = 0;
        while (!message.isComplete()) {
            int begin = end + RECORD_HEAD;
            requireRecord(stream, end);
            requireRoom(begin);
            if (stream.limit() < begin) {
                return new Parsed.Incomplete<>(begin);
            }
            int length = length(stream, end);
            end = begin + length;
            requireRoom(end);
            if (stream.limit() < end) {
                return new Parsed.Incomplete<>(end);
            }
            message.add(stream, begin, length);
        }
        return new Parsed.Complete<>(HelloReader.read(message.body()), end);
    }

    /** Looks at what is there of a record's head: what is no TLS is to be found out with the first byte. */
    private static void requireRecord(ByteBuffer stream, int at) throws MalformedException {
        int there = stream.limit() - at;
        if (there > 0 && stream.get(at) != HANDSHAKE) {
            throw at == 0 ? Stranger.of(stream) : MalformedException.tls("a ClientHello that another kind of record interrupts");
        }
        if (there > 1 && stream.get(at + 1) != MAJOR_VERSION) {
            throw MalformedException.other("a record of an unknown version");
        }
    }

    private static int length(ByteBuffer stream, int at) throws MalformedException {
        int length = stream.getShort(at + RECORD_HEAD - Short.BYTES) & 0xFFFF;
        if (length == 0 || length > LONGEST_RECORD) {
            throw MalformedException.tls("a record of " + length + " bytes");
        }
        return length;
    }

    private static void requireRoom(int end) throws MalformedException {
        if (end > ClientHello.MOST) {
            throw MalformedException.tls("a ClientHello of more than 64 KiB");
        }
    }

    private void add(ByteBuffer stream, int from, int length) throws MalformedException {
        if (count + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, count + length));
        }
        stream.get(from, bytes, count, length);
        count += length;
        if (bytes[0] != CLIENT_HELLO) {
            throw MalformedException.tls("a handshake that begins with a message of type " + (bytes[0] & 0xFF));
        }
        if (count >= HEAD) {
            requireRoom(HEAD + bodyLength());
            if (count > HEAD + bodyLength()) {
                throw MalformedException.tls("more than a ClientHello in its last record");
            }
        }
    }

    private boolean isComplete() {
        return count >= HEAD && count == HEAD + bodyLength();
    }

    private int bodyLength() {
        return (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
    }

    private ByteBuffer body() {
        return ByteBuffer.wrap(bytes, HEAD, count - HEAD);
    }
}
