package io.awe4lb.plugins.accesslog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Appends a JSON object (RFC 8259) member by member. Names are known and need no escapes, texts may hold anything. */
final class JsonObject {

    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final long MICROS = 1_000;

    private final StringBuilder out;
    private boolean isFirst = true;

    JsonObject(StringBuilder out) {
        this.out = out;
    }

    /** The object itself. */
    JsonObject begin() {
        out.append('{');
        isFirst = true;
        return this;
    }

    /** An object in it. */
    JsonObject begin(String name) {
        member(name);
        return begin();
    }

    JsonObject end() {
        out.append('}');
        isFirst = false;
        return this;
    }

    JsonObject number(String name, long value) {
        member(name);
        out.append(value);
        return this;
    }

    JsonObject time(String name, Instant value) {
        member(name);
        out.append('"');
        Moment.appendRfc3339(value, out);
        out.append('"');
        return this;
    }

    JsonObject text(String name, String value) {
        member(name);
        quoted(value);
        return this;
    }

    JsonObject texts(String name, List<String> values) {
        member(name);
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            quoted(values.get(i));
        }
        out.append(']');
        return this;
    }

    /** Milliseconds with three decimals, without the garbage of formatting a double. */
    JsonObject millis(String name, Duration time) {
        member(name);
        long micros = time.toNanos() / MICROS;
        long rest = micros % MICROS;
        out.append(micros / MICROS).append('.');
        out.append((char) ('0' + rest / 100)).append((char) ('0' + rest / 10 % 10)).append((char) ('0' + rest % 10));
        return this;
    }

    private void member(String name) {
        if (!isFirst) {
            out.append(',');
        }
        isFirst = false;
        out.append('"').append(name).append("\":");
    }

    private void quoted(String value) {
        out.append('"');
        if (isPlain(value)) {
            out.append(value);
        } else {
            for (int i = 0; i < value.length(); i++) {
                character(value.charAt(i));
            }
        }
        out.append('"');
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c >= 0x7F || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** The two line separators of Unicode too, which some readers take for the end of a line. */
    private void character(char c) {
        if (c == '"' || c == '\\') {
            out.append('\\').append(c);
        } else if (c < ' ' || c >= 0x7F && c < 0xA0 || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
            out.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]).append(HEX[c >> 4 & 15]).append(HEX[c & 15]);
        } else {
            out.append(c);
        }
    }
}
