package io.awe4lb.plugins.health.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of the protocol, version 3 (PostgreSQL's documentation, "Frontend/Backend Protocol").
 *
 * @param kind its first byte
 * @param body what comes after its length
 */
record Message(char kind, ByteBuffer body) {

    private static final int LENGTH = Integer.BYTES;
    private static final int LARGEST = 64 << 10;

    /** Any that a server sends while somebody logs in and asks one question. */
    static Message read(Received in) throws IOException {
        int kind = in.next();
        int length = ByteBuffer.wrap(in.next(LENGTH)).getInt();
        if (length < LENGTH || length > LARGEST || kind < 'A' || kind > 'z') {
            throw invalid((char) kind);
        }
        return new Message((char) kind, ByteBuffer.wrap(in.next(length - LENGTH)));
    }

    static AnswerFailure invalid(char kind) {
        return new AnswerFailure("answer_invalid", "its answer, which begins with " + Excerpt.of(String.valueOf(kind))
                + ", is not PostgreSQL's protocol: is this the port of a PostgreSQL server?");
    }

    /** The first message has no kind. */
    static byte[] startup(int code, String... parameters) {
        var text = new ByteArrayOutputStream();
        for (String parameter : parameters) {
            text.writeBytes(parameter.getBytes(UTF_8));
            text.write(0);
        }
        if (parameters.length > 0) {
            text.write(0);
        }
        return ByteBuffer.allocate(2 * LENGTH + text.size()).putInt(2 * LENGTH + text.size()).putInt(code).put(text.toByteArray()).array();
    }

    static byte[] of(char kind, byte[] body) {
        return ByteBuffer.allocate(1 + LENGTH + body.length).put((byte) kind).putInt(LENGTH + body.length).put(body).array();
    }

    /** A message with one text, which ends with a zero. */
    static byte[] of(char kind, String text) {
        return of(kind, (text + '\0').getBytes(UTF_8));
    }

    /** The texts in the rest of the body, each of which ends with a zero. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        var text = new ByteArrayOutputStream();
        while (body.hasRemaining()) {
            byte value = body.get();
            if (value != 0) {
                text.write(value);
                continue;
            }
            if (text.size() > 0) { // an empty one ends the list
                texts.add(text.toString(UTF_8));
            }
            text.reset();
        }
        return texts;
    }

    /** The rest of the body. */
    String text() {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return new String(bytes, UTF_8);
    }

    /** Of an error: its field of this kind ({@code C}: the code, {@code M}: the sentence); empty if it has none. */
    static String field(List<String> fields, char kind) {
        return fields.stream().filter(field -> !field.isEmpty() && field.charAt(0) == kind).map(field -> field.substring(1)).findFirst()
                .orElse("");
    }
}
