package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * A long stream of bytes that look like chance, the same every time.
 *
 * @param size in bytes
 * @param seed which stream
 */
record Bulk(long size, long seed) {

    /** Not a multiple of any buffer's size, so that a piece that is lost, twice there or misplaced shows. */
    private static final int PATTERN = 1_000_003;

    private byte[] pattern() {
        byte[] pattern = new byte[PATTERN];
        new Random(seed).nextBytes(pattern);
        return pattern;
    }

    void sendTo(OutputStream out) throws IOException {
        sendTo(out, _ -> {});
    }

    /** Tells after each piece how many bytes it had. */
    void sendTo(OutputStream out, LongConsumer sent) throws IOException {
        byte[] pattern = pattern();
        for (long left = size; left > 0; left -= PATTERN) {
            int piece = (int) Math.min(left, PATTERN);
            out.write(pattern, 0, piece);
            sent.accept(piece);
        }
    }

    /** Reads to the end of the stream, which has to be this and nothing more. */
    void isAllOf(InputStream in) throws IOException {
        byte[] pattern = pattern();
        long position = 0;
        for (byte[] piece = in.readNBytes(PATTERN); piece.length > 0; piece = in.readNBytes(PATTERN)) {
            int wrong = Arrays.mismatch(piece, 0, piece.length, pattern, 0, piece.length);
            if (wrong >= 0) {
                throw new AssertionError("byte " + (position + wrong) + " is wrong");
            }
            position += piece.length;
        }
        assertEquals(size, position, "bytes");
    }
}
