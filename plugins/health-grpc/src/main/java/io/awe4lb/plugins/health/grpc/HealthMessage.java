package io.awe4lb.plugins.health.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** The two messages of {@code grpc.health.v1.Health/Check}, which have a field each, as Protocol Buffers encode them. */
final class HealthMessage {

    static final int SERVING = 1;

    private static final int SERVICE = 1 << 3 | 2;
    private static final int STATUS = 1 << 3;
    private static final int LONGEST_VARINT = 10;

    private HealthMessage() {}

    /** @param service empty: the server as a whole; less than 128 bytes */
    static byte[] request(String service) {
        byte[] name = service.getBytes(UTF_8);
        return name.length == 0 ? name : ByteBuffer.allocate(2 + name.length).put((byte) SERVICE).put((byte) name.length).put(name).array();
    }

    /** The status in a response; 0, which is UNKNOWN, if it is left out. */
    static long status(byte[] message) throws AnswerFailure {
        ByteBuffer body = ByteBuffer.wrap(message);
        long status = 0;
        try {
            while (body.hasRemaining()) {
                long tag = varint(body);
                if (tag == STATUS) {
                    status = varint(body);
                } else {
                    skip(body, (int) (tag & 7));
                }
            }
            return status;
        } catch (BufferUnderflowException | IllegalArgumentException tooShort) {
            throw invalid();
        }
    }

    private static void skip(ByteBuffer body, int kind) throws AnswerFailure {
        switch (kind) {
            case 0 -> varint(body);
            case 1 -> body.position(body.position() + Long.BYTES);
            case 2 -> {
                int length = Math.clamp(varint(body), 0, Integer.MAX_VALUE / 2);
                body.position(body.position() + length);
            }
            case 5 -> body.position(body.position() + Integer.BYTES);
            default -> throw invalid();
        }
    }

    private static long varint(ByteBuffer body) throws AnswerFailure {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            byte next = body.get();
            value |= (next & 0x7fL) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        throw invalid();
    }

    private static AnswerFailure invalid() {
        return new AnswerFailure("answer_invalid", "its message is not that of grpc.health.v1.Health/Check");
    }

    static String word(long status) {
        return switch ((int) status) {
            case 0 -> "UNKNOWN";
            case SERVING -> "SERVING";
            case 2 -> "NOT_SERVING";
            case 3 -> "SERVICE_UNKNOWN";
            default -> "status " + status;
        };
    }
}
