package io.awe4lb.plugins.health.dns;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The head of a server's answer (RFC 1035, 4.1.1).
 *
 * @param code what the server says of the question
 * @param isTruncated whether it did not fit into a datagram
 * @param answers number of records in the answer
 */
record Reply(int code, boolean isTruncated, int answers) {

    static final int NO_ERROR = 0;
    static final int NO_SUCH_NAME = 3;

    private static final int HEAD = 12;
    private static final int IS_REPLY = 0x8000;
    private static final int TRUNCATED = 0x200;
    private static final int CODE = 0xf;
    private static final List<String> WORDS = List.of("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED");

    /** Empty if the message is no answer to this question, as one that somebody has made up is none. */
    static Optional<Reply> to(Query query, short id, byte[] message) {
        if (message.length < HEAD) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.wrap(message);
        boolean hasId = head.getShort() == id;
        int flags = Short.toUnsignedInt(head.getShort());
        int questions = Short.toUnsignedInt(head.getShort());
        int answers = Short.toUnsignedInt(head.getShort());
        boolean isOurs = hasId && (flags & IS_REPLY) != 0 && (questions == 0 || query.isIn(message)); // some leave it out of an error
        return isOurs ? Optional.of(new Reply(flags & CODE, (flags & TRUNCATED) != 0, answers)) : Optional.empty();
    }

    /** {@code NXDOMAIN}. */
    String word() {
        return code < WORDS.size() ? WORDS.get(code) : "RCODE " + code;
    }
}
