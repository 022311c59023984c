package io.awe4lb.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a demo backend says to one client: HTTP if the first line is a request, else every line back with the backend's name before it.
 * Blocks until the client has ended.
 */
final class Conversation {

    private static final Pattern REQUEST = Pattern.compile("(?<method>[A-Z]+) \\S+ HTTP/1\\.(?<minor>[01])");
    /** Longer lines are echoed in parts. */
    private static final int LONGEST_LINE = 8192;

    private final String name;
    private final InputStream in;
    private final OutputStream out;

    Conversation(String name, InputStream in, OutputStream out) {
        this.name = name;
        this.in = in;
        this.out = out;
    }

    void hold() throws IOException {
        String line = readLine();
        if (line != null && REQUEST.matcher(line).matches()) {
            boolean more = true;
            while (line != null && more) {
                more = answer(line);
                line = more ? readLine() : null;
            }
        } else {
            for (; line != null; line = readLine()) {
                send(name + ": " + line + "\n");
            }
        }
    }

    /** @return whether the client may ask again */
    private boolean answer(String requestLine) throws IOException {
        var request = REQUEST.matcher(requestLine);
        if (!request.matches()) {
            send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return false;
        }
        boolean more = request.group("minor").equals("1");
        boolean isChunked = false;
        long length = 0;
        for (String header = readLine(); header != null && !header.isEmpty(); header = readLine()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("connection:")) {
                more = lower.contains("keep-alive") || more && !lower.contains("close");
            } else if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                isChunked = true;
            }
        }
        in.skipNBytes(length);
        more &= !isChunked; // where its body ends is not looked for
        send(response(request.group("method").equals("HEAD"), more));
        return more;
    }

    private String response(boolean isHead, boolean more) {
        String body = name + "\n";
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\nConnection: "
                + (more ? "keep-alive" : "close") + "\r\n\r\n" + (isHead ? "" : body);
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    /** Without its end; ISO 8859-1 carries every byte unchanged. Null at the end of the stream. */
    private @Nullable String readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        int next = in.read();
        boolean isEnd = next < 0;
        while (next >= 0 && next != '\n' && line.size() < LONGEST_LINE) {
            line.write(next);
            next = line.size() < LONGEST_LINE ? in.read() : '\n';
        }
        String text = line.toString(ISO_8859_1);
        return isEnd ? null : text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
