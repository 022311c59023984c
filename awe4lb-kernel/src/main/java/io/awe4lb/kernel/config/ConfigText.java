package io.awe4lb.kernel.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Takes the text out of a file: only of a regular one (nothing that could block or never end), of limited size, in UTF-8. */
final class ConfigText {

    static final int MOST_BYTES = 16 << 20;

    private ConfigText() {}

    /** The text; null when it is reported why not. */
    static @Nullable String read(Path path, Findings findings) {
        String file = path.toString();
        Place whole = new Place(Position.ofWhole(file), "");
        try {
            return read(path);
        } catch (Refused refused) {
            findings.error(whole, refused);
        } catch (NotUtf8 bad) {
            findings.error(Code.NOT_UTF8, new Place(end(file, bad.before), ""), "this is not UTF-8: save the file in that encoding");
        } catch (IOException failure) {
            findings.error(Code.UNREADABLE, whole, "cannot be read: " + failure.getMessage());
        }
        return null;
    }

    /** The text, without a byte order mark. What is refused continues a sentence that begins with the file's name. */
    static String read(Path path) throws IOException, Refused {
        try {
            return decode(bytes(path));
        } catch (AccessDeniedException _) {
            throw new Refused(Code.UNREADABLE,
                    "may not be read by the user " + System.getProperty("user.name") + ": change its permissions");
        }
    }

    /** All of it. What is refused continues a sentence that begins with the file's name. */
    static byte[] bytes(Path path) throws IOException, Refused {
        if (!Files.exists(path)) {
            throw new Refused(Code.UNREADABLE,
                    "does not exist, or a directory above it may not be entered: check the name and the permissions");
        }
        if (!Files.isRegularFile(path)) {
            throw new Refused(Code.UNREADABLE, "is not a regular file: name a file of YAML, or a directory with awe4lb.yaml in it");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new Refused(Code.TOO_LARGE, "is larger than 16 MiB, which no configuration needs: is it the right file?");
            }
            return bytes;
        }
    }

    private static String decode(byte[] bytes) throws NotUtf8 {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            throw new NotUtf8(out.toString());
        }
        String text = out.toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text; // some editors write a byte order mark
    }

    /** Refuses characters that YAML does not allow, a text's as well as a file's. */
    static boolean isPrintable(String file, String text, Findings findings) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = c >= ' ' && c < 0x7f || c == '\n' || c == '\r' || c == '\t' || c >= 0xa0 && c < 0xfffe || c == 0x85;
            if (!allowed) {
                var place = new Place(end(file, text.subSequence(0, i)), "");
                findings.error(Code.SYNTAX, place, "the character U+%04X is not allowed in YAML: remove it".formatted((int) c));
                return false;
            }
        }
        return true;
    }

    private static Position end(String file, CharSequence before) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < before.length(); i++) {
            boolean isEnd = before.charAt(i) == '\n';
            line += isEnd ? 1 : 0;
            column = isEnd ? 1 : column + 1;
        }
        return new Position(file, line, column);
    }

    /** Bytes that are not UTF-8. */
    static final class NotUtf8 extends IOException {

        private static final long serialVersionUID = 1L;

        private final String before;

        /** With the text before them. */
        NotUtf8(String before) {
            super("this is not UTF-8");
            this.before = before;
        }
    }
}
