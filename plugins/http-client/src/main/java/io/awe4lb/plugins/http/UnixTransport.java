package io.awe4lb.plugins.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/** A connection a request over a Unix socket, which the JDK's client does not know. An interrupt closes the channel. */
final class UnixTransport implements Transport {

    private static final int BUFFER = 8192;
    private static final int FIRST_FINAL = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final Http1Config LIMITS =
            Http1Config.custom().setMaxLineLength(BUFFER).setMaxHeaderCount(200).setMaxEmptyLineCount(1).build();

    private final Path path;

    UnixTransport(Path path) {
        this.path = path;
    }

    @Override
    public Response send(Request request) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        try {
            ByteBuffer bytes = ByteBuffer.wrap(written(request));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return response(channel);
        } catch (HttpException wrong) {
            channel.close();
            throw new IOException("no HTTP/1.1 is spoken there: " + wrong.getMessage(), wrong);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static byte[] written(Request request) {
        byte[] body = request.body().orElse("").getBytes(UTF_8);
        var head = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(request.method(), request.target()))
                .append("Host: localhost\r\nUser-Agent: awe4lb\r\nAccept: */*\r\nConnection: close\r\n");
        request.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (request.body().isPresent()) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    private static Response response(SocketChannel channel) throws IOException, HttpException {
        InputStream in = Channels.newInputStream(channel);
        var buffer = new SessionInputBufferImpl(BUFFER, BUFFER);
        ClassicHttpResponse head = head(buffer, in);
        while (head.getCode() < FIRST_FINAL) { // an interim answer is left aside (RFC 9110, section 15.2)
            head = head(buffer, in);
        }
        // its own stream would read to the end when it is closed, and some answers have none
        return new Response(head.getCode(), headers(head), body(head, buffer, in), channel);
    }

    private static ClassicHttpResponse head(SessionInputBufferImpl buffer, InputStream in) throws IOException, HttpException {
        ClassicHttpResponse head = new DefaultHttpResponseParser(LIMITS).parse(buffer, in);
        if (head == null) {
            throw new EOFException("the connection ended without an answer");
        }
        return head;
    }

    private static InputStream body(ClassicHttpResponse head, SessionInputBufferImpl buffer, InputStream in) throws HttpException {
        if (head.getCode() == NO_CONTENT || head.getCode() == NOT_MODIFIED) {
            return InputStream.nullInputStream();
        }
        long length = DefaultContentLengthStrategy.INSTANCE.determineLength(head);
        if (length == ContentLengthStrategy.CHUNKED) {
            return new ChunkedInputStream(buffer, in, LIMITS);
        }
        return length >= 0 ? new ContentLengthInputStream(buffer, in, length) : new IdentityInputStream(buffer, in);
    }

    private static Map<String, String> headers(ClassicHttpResponse head) {
        var first = new LinkedHashMap<String, String>();
        for (Header header : head.getHeaders()) {
            first.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue() == null ? "" : header.getValue());
        }
        return first;
    }

    /** Every connection is closed with its answer. */
    @Override
    public void close() {}
}
