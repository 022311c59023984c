package io.awe4lb.plugins.health.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a server replies, by version 2 of its protocol (redis.io, "Redis serialization protocol specification"). */
sealed interface Reply {

    /** A string or a number, without what tells them apart. */
    record Text(String text) implements Reply {}

    /** A refusal, for example {@code NOAUTH Authentication required.} */
    record Refusal(String text) implements Reply {}

    /** Several replies in one. */
    record Several(List<Reply> parts) implements Reply {

        /** Of a part; empty if there is none, or if it is no text. */
        String text(int part) {
            return part < parts.size() && parts.get(part) instanceof Text(var text) ? text : "";
        }
    }

    /** Reads one, which is small if it is what was asked for. */
    static Reply read(Received in) throws IOException {
        return new Reader(in).reply(0);
    }

    /** Bounded in depth and in size: whatever listens there, the check does not grow. */
    record Reader(Received in) {

        private static final int DEEPEST = 4;
        private static final int MOST_PARTS = 1024;
        private static final int MOST_BYTES = 64 << 10;

        private Reply reply(int depth) throws IOException {
            String line = line();
            String rest = line.isEmpty() ? "" : line.substring(1);
            return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                case '+', ':' -> new Text(rest);
                case '-' -> new Refusal(rest);
                case '$' -> new Text(content(number(line, rest, MOST_BYTES)));
                case '*' -> several(number(line, rest, MOST_PARTS), depth);
                default -> throw invalid(line);
            };
        }

        private Reply several(int count, int depth) throws IOException {
            if (depth == DEEPEST) {
                throw invalid("an array in an array in an array");
            }
            List<Reply> parts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                parts.add(reply(depth + 1));
            }
            return new Several(parts);
        }

        /** @param length -1 is how nothing is written */
        private String content(int length) throws IOException {
            if (length < 0) {
                return "";
            }
            String content = new String(in.next(length), ISO_8859_1);
            if (!line().isEmpty()) {
                throw invalid(content);
            }
            return content;
        }

        private static int number(String line, String text, int most) throws AnswerFailure {
            if (!text.matches("-1|[0-9]{1,6}") || Integer.parseInt(text) > most) {
                throw invalid(line);
            }
            return Integer.parseInt(text);
        }

        private String line() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int value = in.next(); value != '\n'; value = in.next()) {
                line.write(value);
                if (in.count() > MOST_BYTES) {
                    throw invalid(line.toString(ISO_8859_1));
                }
            }
            String text = line.toString(ISO_8859_1);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }

        private static AnswerFailure invalid(String found) {
            return new AnswerFailure("answer_invalid", "it answered " + Excerpt.of(found)
                    + ", which is not Redis' protocol: is this the port of a Redis server, and 'tls' as it expects?");
        }
    }
}
