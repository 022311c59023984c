package io.awe4lb.plugins.health.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Received;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A packet of the protocol (MySQL's documentation, "Client/Server Protocol"): its payload, behind three bytes of length and a number.
 *
 * @param number counts the packets of one exchange, both sides' together
 * @param body little endian; its position moves as it is read
 */
record Packet(int number, ByteBuffer body) {

    static final int OK = 0x00;
    static final int MORE = 0x01;
    static final int SWITCH_OR_END = 0xfe;
    static final int ERROR = 0xff;

    private static final int HEAD = 4;
    private static final int LENGTH_BITS = 24;
    private static final int LARGEST = 64 << 10;
    private static final int NULL_VALUE = 0xfb;

    /** Any that a server sends while somebody logs in and asks one question. */
    static Packet read(Received in) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(in.next(HEAD)).order(ByteOrder.LITTLE_ENDIAN);
        int word = head.getInt();
        int length = word & (1 << LENGTH_BITS) - 1;
        if (length == 0 || length > LARGEST) {
            throw invalid(new String(head.array(), UTF_8));
        }
        return new Packet(word >>> LENGTH_BITS, ByteBuffer.wrap(in.next(length)).order(ByteOrder.LITTLE_ENDIAN));
    }

    static AnswerFailure invalid(String beginning) {
        return new AnswerFailure("answer_invalid", "its answer, which begins with " + Excerpt.of(beginning)
                + ", is not MySQL's protocol: is this the port of a MySQL or MariaDB server?");
    }

    static AnswerFailure invalid() {
        return new AnswerFailure("answer_invalid", "its answer is not as MySQL's protocol wants it");
    }

    static byte[] of(int number, byte[] payload) {
        return ByteBuffer.allocate(HEAD + payload.length).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(payload.length | number << LENGTH_BITS).put(payload).array();
    }

    /** What kind it is, by its first byte; that is not taken out. */
    int kind() {
        return Byte.toUnsignedInt(body.get(body.position()));
    }

    /** Whether it ends the columns or the rows of an answer. */
    boolean isEnd() {
        int longest = 9; // a row may begin with the same byte, and is longer then
        return kind() == SWITCH_OR_END && body.remaining() < longest;
    }

    /** A text that ends with a zero, or with the packet. */
    String text() {
        var text = new StringBuilder();
        while (body.hasRemaining()) {
            byte value = body.get();
            if (value == 0) {
                break;
            }
            text.append((char) Byte.toUnsignedInt(value));
        }
        return text.toString();
    }

    /** The rest. */
    byte[] bytes() {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    /** The first value of a row; empty where there is none. */
    String firstValue() {
        int length = Byte.toUnsignedInt(body.get());
        if (length >= NULL_VALUE || length > body.remaining()) { // longer than any that is asked for, or NULL
            return "";
        }
        byte[] value = new byte[length];
        body.get(value);
        return new String(value, UTF_8);
    }

    /** What an error means; see the documentation's "Server Error Message Reference". */
    AnswerFailure refusal() {
        body.get();
        int code = Short.toUnsignedInt(body.getShort());
        String sentence = new String(bytes(), UTF_8).replaceFirst("^#.{5}", "");
        String said = "it refused: " + Excerpt.of(sentence) + " (" + code + ")";
        return switch (code) {
            case 1040, 1203, 1226 -> new AnswerFailure("too_many_connections", said + "; raise its max_connections, or the user's limit");
            case 1044, 1045, 1698, 1862 -> new AnswerFailure("auth_refused", said + "; check 'user' and 'password'");
            case 1053, 1077, 1079 -> new AnswerFailure("stopping", said);
            case 1129 -> new AnswerFailure("refused", said + "; this machine's connections have failed too often there");
            case 1130 -> new AnswerFailure("auth_refused", said + "; let the user log in from this machine's address");
            default -> new AnswerFailure("refused", said);
        };
    }

    /** Whether an error says that this user may not come in, which says that others may. */
    boolean isAboutTheUser() {
        int code = kind() == ERROR && body.remaining() > 2 ? Short.toUnsignedInt(body.getShort(body.position() + 1)) : 0;
        return code == 1045 || code == 1698 || code == 1251 || code == 1524;
    }
}
