package io.awe4lb.kernel.accesslog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Lines as bytes, written together. What a target has not taken stays until it does. On the writer's thread. */
final class Batch {

    /** How a target tells one line from the next. */
    enum Framing {
        /** By its end. */
        LINE,
        /** Each travels alone. */
        DATAGRAM,
        /** By its length in front (RFC 6587, section 3.4.1). */
        COUNTED
    }

    private static final int SIZE = 64 * 1024;
    private static final int MOST_LINES = 1_024;
    /** UDP carries 65 507 bytes at most, whoever listens. */
    private static final int LONGEST_DATAGRAM = 65_000;

    private final Framing framing;
    private byte[] bytes = {};
    private final int[] ends = new int[MOST_LINES];
    private int lines;
    private int position;
    /** Lines that were counted as taken. */
    private int counted;
    private char[] chars = {};
    private byte[] encoded = {};

    Batch(Framing framing) {
        this.framing = framing;
    }

    /** @return false if there is no room beside those that are in already */
    boolean add(StringBuilder line) {
        int length = encode(line);
        int start = end();
        int most = start + length + 12; // and what frames it
        if (lines == MOST_LINES || lines > 0 && most > SIZE) {
            return false;
        }
        if (bytes.length < most) {
            bytes = Arrays.copyOf(bytes, Math.max(SIZE, most));
        }
        ends[lines++] = framed(start, length);
        return true;
    }

    private int framed(int start, int length) {
        switch (framing) {
            case LINE -> {
                int end = put(encoded, start, length);
                bytes[end] = '\n';
                return end + 1;
            }
            case DATAGRAM -> {
                return put(encoded, start, Math.min(length, LONGEST_DATAGRAM));
            }
            case COUNTED -> {
                byte[] count = (length + " ").getBytes(US_ASCII);
                return put(encoded, put(count, start, count.length), length);
            }
        }
        throw new AssertionError(framing);
    }

    private int put(byte[] from, int at, int length) {
        System.arraycopy(from, 0, bytes, at, length);
        return at + length;
    }

    /** A control character would forge a line or hide one. */
    private int encode(StringBuilder line) {
        int length = line.length();
        if (chars.length < length) {
            chars = new char[Math.max(1_024, 2 * length)];
        }
        if (encoded.length < length) {
            encoded = new byte[chars.length];
        }
        line.getChars(0, length, chars, 0);
        for (int i = 0; i < length; i++) {
            char c = chars[i];
            if (c >= 0x7F) {
                return encodeUtf8(line);
            }
            encoded[i] = c < ' ' ? (byte) ' ' : (byte) c;
        }
        return length;
    }

    private int encodeUtf8(StringBuilder line) {
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        encoded = line.toString().getBytes(UTF_8);
        return encoded.length;
    }

    boolean isEmpty() {
        return lines == 0;
    }

    /** Lines that no target has taken. */
    int linesLeft() {
        return lines - counted;
    }

    /** Lines that a target has taken since the last call; one that is sent again is no other one. */
    int linesTaken() {
        int taken = Arrays.binarySearch(ends, 0, lines, position);
        int before = counted;
        counted = Math.max(before, taken >= 0 ? taken + 1 : -taken - 1);
        return counted - before;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The first byte that no target has taken. */
    int position() {
        return position;
    }

    /** Behind the last line. */
    int end() {
        return lines == 0 ? 0 : ends[lines - 1];
    }

    /** Behind the line that the position is in. */
    int endOfLine() {
        return ends[lineAt(position)];
    }

    /** The target has taken some bytes. */
    void took(int count) {
        position += count;
    }

    /** A line that was taken in part is written anew, to another file or connection. */
    void backToLine() {
        int line = lineAt(position);
        position = line == 0 ? 0 : ends[line - 1];
    }

    /** Everything is written anew. */
    void rewind() {
        position = 0;
    }

    boolean isTaken() {
        return position == end();
    }

    void clear() {
        lines = 0;
        position = 0;
        counted = 0;
    }

    private int lineAt(int at) {
        int found = Arrays.binarySearch(ends, 0, lines, at);
        return found >= 0 ? Math.min(found + 1, lines - 1) : -found - 1;
    }
}
