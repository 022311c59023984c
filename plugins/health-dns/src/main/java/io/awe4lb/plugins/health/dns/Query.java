package io.awe4lb.plugins.health.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.nio.ByteBuffer;

/** A question for one name and type in the class IN (RFC 1035, 4.1), which wants recursion. */
final class Query {

    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 255;
    private static final int RECURSION_DESIRED = 0x100;
    private static final int HEAD = 12;
    private static final short ONE = 1;
    private static final short CLASS_IN = 1;

    private final byte[] question;

    /** @throws IllegalArgumentException with a sentence if the name is none */
    Query(String name, DnsCheckProvider.RecordType type) {
        byte[] labels = labels(name);
        this.question = ByteBuffer.allocate(labels.length + 2 * Short.BYTES).put(labels).putShort(type.number()).putShort(CLASS_IN).array();
    }

    private static byte[] labels(String name) {
        var labels = new ByteArrayOutputStream();
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (!relative.isEmpty()) {
            for (String label : ascii(name, relative).split("\\.", -1)) {
                require(name, !label.isEmpty() && label.length() <= LONGEST_LABEL);
                labels.write(label.length());
                labels.writeBytes(label.getBytes(US_ASCII));
            }
        }
        labels.write(0);
        require(name, labels.size() <= LONGEST_NAME);
        return labels.toByteArray();
    }

    /** Underscores and the like are right in names that are no host's. */
    private static String ascii(String name, String relative) {
        try {
            String ascii = relative.chars().allMatch(c -> c < 0x7f) ? relative : IDN.toASCII(relative);
            require(name, ascii.chars().allMatch(c -> c > ' '));
            return ascii;
        } catch (IllegalArgumentException _) { // told like every other name that is none
            throw none(name);
        }
    }

    private static void require(String name, boolean isRight) {
        if (!isRight) {
            throw none(name);
        }
    }

    private static IllegalArgumentException none(String name) {
        return new IllegalArgumentException(
                "'name: %s' is no domain name: labels of 1 to 63 characters without spaces, with dots between them, 253 in all"
                        .formatted(name));
    }

    /** The message. @param id that the answer has to have */
    byte[] message(short id) {
        return ByteBuffer.allocate(HEAD + question.length).putShort(id).putShort((short) RECURSION_DESIRED).putShort(ONE)
                .putShort((short) 0)
                .putInt(0).put(question).array();
    }

    /** Whether a message has this question. The case of letters is the server's to choose (RFC 4343). */
    boolean isIn(byte[] message) {
        if (message.length < HEAD + question.length) {
            return false;
        }
        for (int i = 0; i < question.length; i++) {
            if (lower(message[HEAD + i]) != lower(question[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte value) {
        return value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value;
    }
}
