package io.awe4lb.kernel.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The request of an authority that wants to see that a name belongs to whoever asks for its certificate (RFC 8555, section 8.3): a GET of
 * HTTP/1 in clear.
 *
 * @param token of letters, digits, {@code -} and {@code _}
 */
public record ChallengeRequest(String token) {

    /** Bytes that a request may take, its end included. */
    public static final int MOST = 8 * 1024;

    private static final byte[] BEGIN = "GET /.well-known/acme-challenge/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * Reads one.
     *
     * @param bytes all that came, from position to limit; stays as it is
     * @return invalid as soon as it is another request, which may be a good one
     */
    public static Parsed<ChallengeRequest> read(ByteBuffer bytes) {
        ByteBuffer all = bytes.slice();
        int common = Math.min(all.remaining(), BEGIN.length);
        if (!all.slice(0, common).equals(ByteBuffer.wrap(BEGIN, 0, common))) {
            return new Parsed.Invalid<>("another request", false);
        }
        int end = end(all);
        if (end < 0) {
            return all.remaining() < MOST ? new Parsed.Incomplete<>(Math.max(all.remaining(), BEGIN.length) + 1)
                    : new Parsed.Invalid<>("a request without an end", false);
        }
        return token(all, end);
    }

    /** Where the request is over; less than 0: not yet. */
    private static int end(ByteBuffer all) {
        for (int i = BEGIN.length; i <= all.remaining() - END.length; i++) {
            if (all.slice(i, END.length).equals(ByteBuffer.wrap(END))) {
                return i + END.length;
            }
        }
        return -1;
    }

    private static Parsed<ChallengeRequest> token(ByteBuffer all, int end) {
        int last = BEGIN.length;
        while (isOfToken(all.get(last))) {
            last++;
        }
        if (last == BEGIN.length || all.get(last) != ' ') {
            return new Parsed.Invalid<>("a request for no token", false);
        }
        byte[] token = new byte[last - BEGIN.length];
        all.get(BEGIN.length, token);
        return new Parsed.Complete<>(new ChallengeRequest(new String(token, StandardCharsets.US_ASCII)), end);
    }

    /** Those of base64url. The request's end, which is none of them, is known to follow. */
    private static boolean isOfToken(byte letter) {
        return letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9' || letter == '-'
                || letter == '_';
    }
}
