package io.awe4lb.plugins.health.mysql;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import java.nio.ByteBuffer;

/**
 * The server's first packet.
 *
 * @param capabilities bits of what it can do
 * @param method how it wants to be convinced
 * @param nonce what a password is hashed with; 20 bytes
 */
record Greeting(int capabilities, String method, byte[] nonce) {

    static final int NONCE_BYTES = 20;
    static final int TLS = 1 << 11;

    private static final int PROTOCOL = 10;
    private static final int FIRST_PART = 8;
    private static final int RESERVED = 10;

    /**
     * Reads it.
     *
     * @throws AnswerFailure if it refuses clients, or is no such server
     * @throws java.nio.BufferUnderflowException if it is too short
     */
    static Greeting of(Packet packet) throws AnswerFailure {
        if (packet.kind() == Packet.ERROR && packet.body().remaining() > 2) {
            throw packet.refusal();
        }
        if (packet.kind() != PROTOCOL) {
            throw Packet.invalid();
        }
        ByteBuffer body = packet.body();
        body.get(); // protocol
        packet.text(); // version
        body.getInt(); // thread
        byte[] nonce = new byte[NONCE_BYTES];
        body.get(nonce, 0, FIRST_PART);
        body.get();
        int lower = Short.toUnsignedInt(body.getShort());
        body.get(); // character set
        body.getShort(); // status
        int upper = Short.toUnsignedInt(body.getShort());
        body.get(); // length of the nonce, which is always the same
        body.position(body.position() + RESERVED);
        body.get(nonce, FIRST_PART, NONCE_BYTES - FIRST_PART);
        body.get(); // the zero behind it
        return new Greeting(lower | upper << Short.SIZE, packet.text(), nonce);
    }

    boolean speaksTls() {
        return (capabilities & TLS) != 0;
    }
}
