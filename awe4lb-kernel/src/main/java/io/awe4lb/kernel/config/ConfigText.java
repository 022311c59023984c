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
            return decode(file, bytes(path));
        } catch (Refused refused) {
            findings.error(whole, refused);
        } catch (BadText bad) {
            findings.error(Code.NOT_UTF8, new Place(bad.position, ""), bad.sentence);
        } catch (AccessDeniedException _) {
            findings.error(Code.UNREADABLE, whole,
                    "may not be read by the user " + System.getProperty("user.name") + ": change its permissions");
        } catch (IOException failure) {
            findings.error(Code.UNREADABLE, whole, "cannot be read: " + failure.getMessage());
        }
        return null;
    }

    private static byte[] bytes(Path path) throws IOException, Refused {
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

    private static String decode(String file, byte[] bytes) throws BadText {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            throw new BadText(end(file, out), "this is not UTF-8: save the file in that encoding");
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

    /** Text that is not UTF-8, with the place where it stops to be. */
    private static final class BadText extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Position position;
        private final String sentence;

        BadText(Position position, String sentence) {
            super(sentence, null, false, false);
            this.position = position;
            this.sentence = sentence;
        }
    }
}
