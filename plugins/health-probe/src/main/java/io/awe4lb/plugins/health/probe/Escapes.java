package io.awe4lb.plugins.health.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Bytes in a text: backslash and r, n, t, a backslash, or x and two hexadecimal digits; the rest is UTF-8. */
final class Escapes {

    private Escapes() {}

    /** @param option that it comes from; @throws IllegalArgumentException with a sentence */
    static byte[] bytes(String option, String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        int from = 0;
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
            bytes.writeBytes(text.substring(from, at).getBytes(UTF_8));
            char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            bytes.write(switch (kind) {
                case 'r' -> '\r';
                case 'n' -> '\n';
                case 't' -> '\t';
                case '\\' -> '\\';
                case 'x' -> hexadecimal(option, text, at);
                default -> throw refused(option, text, at);
            });
            from = at + (kind == 'x' ? 4 : 2);
        }
        bytes.writeBytes(text.substring(from).getBytes(UTF_8));
        return bytes.toByteArray();
    }

    private static int hexadecimal(String option, String text, int at) {
        if (at + 4 > text.length() || !HexFormat.isHexDigit(text.charAt(at + 2)) || !HexFormat.isHexDigit(text.charAt(at + 3))) {
            throw refused(option, text, at);
        }
        return HexFormat.fromHexDigits(text, at + 2, at + 4);
    }

    private static IllegalArgumentException refused(String option, String text, int at) {
        String sentence =
                "'%s' has '%s' at position %d: after a backslash come r, n, t, another backslash, or x and two hexadecimal digits";
        return new IllegalArgumentException(sentence.formatted(option, text.substring(at, Math.min(at + 4, text.length())), at));
    }
}
