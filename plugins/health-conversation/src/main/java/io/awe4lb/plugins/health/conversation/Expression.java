package io.awe4lb.plugins.health.conversation;

import java.io.InterruptedIOException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression that is looked for in a backend's answer. A search that takes for ever ends with the check. */
public final class Expression {

    private final Pattern pattern;

    private Expression(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @param option that it comes from; @throws IllegalArgumentException with a sentence if it is none */
    public static Expression of(String option, String text) {
        try {
            return new Expression(Pattern.compile(text));
        } catch (PatternSyntaxException failure) {
            throw new IllegalArgumentException("'%s' is not a regular expression: %s near position %d of %s".formatted(
                    option, failure.getDescription(), failure.getIndex(), text), failure);
        }
    }

    /** Whether it is somewhere in a text. @throws InterruptedIOException when interrupted meanwhile */
    public boolean isIn(String text) throws InterruptedIOException {
        try {
            return pattern.matcher(new Watchful(text)).find();
        } catch (Interrupted _) {
            throw new InterruptedIOException("interrupted while searching for " + pattern);
        }
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Backtracking may take longer than the world exists, but it cannot go on without reading characters. */
    private record Watchful(String text) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (Thread.currentThread().isInterrupted()) {
                throw new Interrupted();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watchful(text.substring(start, end));
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
