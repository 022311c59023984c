package io.awe4lb.kernel.wire;

import io.awe4lb.kernel.wire.Opening.Match;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The head of a first request of HTTP/1 in clear, as far as it tells which server is meant (RFC 9112, section 3.2).
 *
 * @param host in lower case, without a port and without a dot at its end; empty if the client names none
 */
public record HttpRequest(String host) {

    /** Bytes that the head of a request may take, its end included. */
    public static final int MOST = 16 * 1024;

    /** As long as a method that anybody has registered. */
    private static final int LONGEST_METHOD = 24;
    private static final String HOST = "host:";
    private static final String SCHEME = "http://";

    /** A method is letters, of which standard ones are capital (RFC 9110, section 9.1), and ends with a space. */
    static Match match(ByteBuffer bytes) {
        int count = bytes.remaining();
        for (int i = 0; i < count; i++) {
            byte letter = bytes.get(bytes.position() + i);
            boolean isOfMethod = letter >= 'A' && letter <= 'Z' || letter == '-' && i > 0;
            if (letter == ' ' && i > 1) {
                return Match.YES;
            }
            if (!isOfMethod || i >= LONGEST_METHOD) {
                return Match.NO;
            }
        }
        return Match.MORE;
    }

    /**
     * Reads one.
     *
     * @param bytes all that came, from position to limit; stays as it is
     * @return invalid if it has no head of HTTP, or one larger than {@link #MOST}; of HTTP/2, which begins with a request that is none, without
     *     a host
     */
    public static Parsed<HttpRequest> read(ByteBuffer bytes) {
        ByteBuffer all = bytes.slice(bytes.position(), Math.min(bytes.remaining(), MOST));
        int end = endOfHead(all);
        if (end < 0) {
            return bytes.remaining() < MOST ? new Parsed.Incomplete<>(bytes.remaining() + 1)
                    : new Parsed.Invalid<>("a request whose head is larger than %d bytes".formatted(MOST), false);
        }
        byte[] head = new byte[end];
        all.get(0, head);
        return of(new String(head, StandardCharsets.ISO_8859_1), end);
    }

    /** Behind the empty line; less than 0: not yet. A line may end without CR (RFC 9112, section 2.2). */
    private static int endOfHead(ByteBuffer all) {
        for (int i = 1; i < all.limit(); i++) {
            boolean isEmptyLine =
                    all.get(i) == '\n' && (all.get(i - 1) == '\n' || i > 1 && all.get(i - 1) == '\r' && all.get(i - 2) == '\n');
            if (isEmptyLine) {
                return i + 1;
            }
        }
        return -1;
    }

    private static Parsed<HttpRequest> of(String head, int length) {
        String[] lines = head.split("\r?\n");
        String[] request = lines.length == 0 ? lines : lines[0].split(" ");
        if (request.length != 3 || !request[2].startsWith("HTTP/")) {
            return new Parsed.Invalid<>("a request that is not of HTTP", false);
        }
        String host = "";
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].regionMatches(true, 0, HOST, 0, HOST.length())) {
                if (!host.isEmpty()) {
                    return new Parsed.Invalid<>("a request with two hosts", false);
                }
                host = lines[i].substring(HOST.length()).strip();
            }
        }
        String target = request[1];
        boolean isAbsolute = target.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return new Parsed.Complete<>(new HttpRequest(name(isAbsolute ? authority(target) : host)), length);
    }

    /** The target's own host holds over the header (RFC 9112, section 3.2.2). */
    private static String authority(String target) {
        int end = SCHEME.length();
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return target.substring(SCHEME.length(), end);
    }

    private static String name(String authority) {
        int from = authority.indexOf('@') + 1;
        int port = authority.startsWith("[", from) ? authority.indexOf(':', Math.max(from, authority.indexOf(']')))
                : authority.indexOf(':', from);
        String name = authority.substring(from, port < 0 ? authority.length() : port).toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
