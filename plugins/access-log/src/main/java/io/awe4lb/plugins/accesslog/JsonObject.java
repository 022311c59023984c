package io.awe4lb.plugins.accesslog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Appends a JSON object (RFC 8259) member by member. Names and words are known and need no escapes, texts may hold anything. */
final class JsonObject {

    /**
     * A member's name, ready to be appended: a line has two dozen.
     *
     * @param first with what stands around it at the begin of an object
     * @param next behind another member
     */
    record Name(String first, String next) {

        static Name of(String name) {
            return new Name('"' + name + "\":", ",\"" + name + "\":");
        }
    }

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
    JsonObject begin(Name name) {
        member(name);
        return begin();
    }

    JsonObject end() {
        out.append('}');
        isFirst = false;
        return this;
    }

    JsonObject number(Name name, long value) {
        member(name);
        out.append(value);
        return this;
    }

    JsonObject time(Name name, Instant value) {
        member(name);
        out.append('"');
        Moment.appendRfc3339(value, out);
        out.append('"');
        return this;
    }

    /** Of letters, digits and what else is written as it is. */
    JsonObject word(Name name, String value) {
        member(name);
        out.append('"').append(value).append('"');
        return this;
    }

    JsonObject text(Name name, String value) {
        member(name);
        quoted(value);
        return this;
    }

    JsonObject texts(Name name, List<String> values) {
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
    JsonObject millis(Name name, Duration time) {
        member(name);
        long micros = time.toNanos() / MICROS;
        long rest = micros % MICROS;
        out.append(micros / MICROS).append('.');
        out.append((char) ('0' + rest / 100)).append((char) ('0' + rest / 10 % 10)).append((char) ('0' + rest % 10));
        return this;
    }

    private void member(Name name) {
        out.append(isFirst ? name.first : name.next);
        isFirst = false;
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
