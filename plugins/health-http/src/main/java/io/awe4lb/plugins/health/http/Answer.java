package io.awe4lb.plugins.health.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import io.awe4lb.plugins.health.conversation.Excerpt;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/** The answer to a request: head first, body only if it is asked for. Both are bounded. */
final class Answer {

    private static final int BUFFER = 4096;
    /** Of a header, and of the status line; as much as HAProxy and nginx take by default. */
    private static final int LONGEST_LINE = 8192;
    private static final int MOST_HEADERS = 200;
    private static final int LARGEST_HEAD = 64 << 10;
    private static final int MOST_INTERIM_ANSWERS = 10;
    private static final Http1Config LIMITS =
            Http1Config.custom().setMaxLineLength(LONGEST_LINE).setMaxHeaderCount(MOST_HEADERS).setMaxEmptyLineCount(1).build();

    private final InputStream in;
    private final ClassicHttpResponse head;

    private Answer(InputStream in, ClassicHttpResponse head) {
        this.in = in;
        this.head = head;
    }

    /** Reads the head; what comes before it with a status of 1xx is left aside (RFC 9110, section 15.2). */
    static Answer read(InputStream received) throws IOException {
        InputStream in = new BufferedInputStream(received, BUFFER);
        for (int interim = 0; interim < MOST_INTERIM_ANSWERS; interim++) {
            ClassicHttpResponse head = head(in);
            if (head.getCode() >= 200) {
                return new Answer(in, head);
            }
        }
        throw new AnswerFailure("answer_invalid", "it answered with 1xx only, again and again");
    }

    private static ClassicHttpResponse head(InputStream in) throws IOException {
        byte[] bytes = headBytes(in);
        try {
            var parser = new DefaultHttpResponseParser(LIMITS);
            return parser.parse(new SessionInputBufferImpl(BUFFER, LONGEST_LINE), new ByteArrayInputStream(bytes));
        } catch (HttpException | IOException failure) {
            throw meaning(failure);
        }
    }

    /** Up to the empty line that ends it: the library takes a head for complete that breaks off. */
    private static byte[] headBytes(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int lineLength = 0;
        boolean isFirst = true;
        while (head.size() < LARGEST_HEAD) {
            int value = in.read();
            if (value < 0) {
                throw new EOFException();
            }
            head.write(value);
            if (value == '\n' && lineLength == 0 && !isFirst) {
                return head.toByteArray();
            }
            if (value == '\n') {
                requireHttp(head, isFirst);
                isFirst = false;
            }
            lineLength = value == '\n' ? 0 : lineLength + (value == '\r' ? 0 : 1);
        }
        throw tooLong();
    }

    /** Told at once: what speaks first and waits then would only time out. */
    private static void requireHttp(ByteArrayOutputStream head, boolean isFirst) throws AnswerFailure {
        String line = isFirst ? head.toString(ISO_8859_1) : "HTTP/1.";
        if (!line.startsWith("HTTP/1.")) {
            throw invalid(line);
        }
    }

    int status() {
        return head.getCode();
    }

    /** For example {@code 404 Not Found}. */
    String line() {
        String reason = head.getReasonPhrase() == null ? "" : head.getReasonPhrase();
        return reason.isBlank() ? Integer.toString(status()) : status() + " " + Excerpt.of(reason).replaceAll("^\"|\"$", "");
    }

    /** The body without its framing, one byte a character, or its beginning. @param most bytes that are read */
    String body(int most) throws IOException {
        try {
            return new String(content().readNBytes(most), ISO_8859_1);
        } catch (HttpException | IOException failure) {
            throw meaning(failure);
        }
    }

    @SuppressWarnings("resource") // they belong to the connection
    private InputStream content() throws HttpException {
        long length = head.getCode() == 204 || head.getCode() == 304 ? 0 : DefaultContentLengthStrategy.INSTANCE.determineLength(head);
        if (length == ContentLengthStrategy.CHUNKED) {
            return new ChunkedInputStream(new SessionInputBufferImpl(BUFFER, LONGEST_LINE), in, LIMITS);
        }
        return length >= 0 ? new ContentLengthInputStream(new SessionInputBufferImpl(BUFFER), in, length) : in;
    }

    /** What the library tells, in terms of the conversation. */
    private static IOException meaning(Exception failure) {
        return switch (failure) {
            case MessageConstraintException _ -> tooLong();
            case TruncatedChunkException _ -> new EOFException();
            case MalformedChunkCodingException broken -> invalid(String.valueOf(broken.getMessage()));
            case ConnectionClosedException _ -> new EOFException();
            case IOException ofConnection -> ofConnection;
            default -> invalid(String.valueOf(failure.getMessage()));
        };
    }

    private static AnswerFailure tooLong() {
        return new AnswerFailure("answer_too_long",
                "the head of its answer is too long: lines of %d bytes, %d headers and %d bytes are the most".formatted(LONGEST_LINE,
                        MOST_HEADERS, LARGEST_HEAD));
    }

    private static AnswerFailure invalid(String found) {
        return new AnswerFailure("answer_invalid", "its answer is not HTTP/1.1 (" + Excerpt.of(found)
                + "): is this the port of an HTTP server, and 'tls' as it expects?");
    }
}
