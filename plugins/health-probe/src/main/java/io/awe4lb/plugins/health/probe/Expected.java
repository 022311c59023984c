package io.awe4lb.plugins.health.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Expression;
import java.io.IOException;
import java.util.Arrays;

/** What an answer has to be. */
sealed interface Expected {

    /** What can be said of the bytes that have come so far. */
    enum Verdict {
        RIGHT, WRONG, NOT_YET
    }

    /** @param answer all that has come so far, one byte or more; @throws IOException when interrupted meanwhile */
    Verdict judge(byte[] answer) throws IOException;

    /** Whatever comes is right. */
    record Anything() implements Expected {

        @Override
        public Verdict judge(byte[] answer) {
            return Verdict.RIGHT;
        }

        @Override
        public String toString() {
            return "anything";
        }
    }

    /** It begins with these bytes. */
    record Prefix(byte[] bytes) implements Expected {

        @Override
        public Verdict judge(byte[] answer) {
            int length = Math.min(answer.length, bytes.length);
            if (!Arrays.equals(answer, 0, length, bytes, 0, length)) {
                return Verdict.WRONG;
            }
            return length == bytes.length ? Verdict.RIGHT : Verdict.NOT_YET;
        }

        @Override
        public String toString() {
            return "it to begin with " + Excerpt.of(bytes);
        }
    }

    /** The expression is found in it, where a character is a byte. */
    record Somewhere(Expression expression) implements Expected {

        @Override
        public Verdict judge(byte[] answer) throws IOException {
            return expression.isIn(new String(answer, ISO_8859_1)) ? Verdict.RIGHT : Verdict.NOT_YET;
        }

        @Override
        public String toString() {
            return "'" + expression + "' in it";
        }
    }
}
