package io.awe4lb.plugins.health.conversation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The beginning of what a backend has said, for a sentence: one line, printable whatever it is. */
public final class Excerpt {

    private static final int MOST = 60;

    private Excerpt() {}

    /** In quotes; control characters and bytes above 126 as {@code \xNN}. */
    public static String of(byte[] bytes) {
        var text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(bytes.length, MOST); i++) {
            int value = Byte.toUnsignedInt(bytes[i]);
            switch (value) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '"', '\\' -> text.append('\\').append((char) value);
                default -> text.append(value >= ' ' && value < 0x7f ? Character.toString(value) : "\\x%02x".formatted(value));
            }
        }
        return text.append(bytes.length > MOST ? "…\"" : "\"").toString();
    }

    /** @param text of bytes, one a character */
    public static String of(String text) {
        return of(text.getBytes(ISO_8859_1));
    }
}
