package io.awe4lb.kernel.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of servers that clients ask for, as a route says them. Immutable; any thread. */
public sealed interface NamePattern {

    /**
     * Whether a name is one of them.
     *
     * @param name in lower case, without a dot at its end, not empty
     * @return true if so
     */
    boolean matches(String name);

    /**
     * Whether every name of another pattern is one of these, as far as that can be told.
     *
     * @param other any
     * @return false also where that is not known
     */
    default boolean covers(NamePattern other) {
        return equals(other) || other instanceof Exact(var name) && matches(name);
    }

    /**
     * One name.
     *
     * @param name in lower case, in letters of ASCII
     */
    record Exact(String name) implements NamePattern {

        @Override
        public boolean matches(String asked) {
            return name.equals(asked);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * All names below a domain, however many labels deep; not the domain itself.
     *
     * @param domain with a dot in front, in lower case, in letters of ASCII
     */
    record Below(String domain) implements NamePattern {

        @Override
        public boolean matches(String asked) {
            return asked.length() > domain.length() && asked.endsWith(domain);
        }

        @Override
        public boolean covers(NamePattern other) {
            return NamePattern.super.covers(other) || other instanceof Below(var deeper) && deeper.endsWith(domain);
        }

        @Override
        public String toString() {
            return "*" + domain;
        }
    }

    /**
     * Names that are as a whole what a regular expression describes.
     *
     * @param expression as {@link Pattern} has it
     */
    record Matching(Pattern expression) implements NamePattern {

        @Override
        public boolean matches(String asked) {
            Matcher matcher = expression.matcher(new Patience(asked));
            return matcher.matches();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Matching(var its) && its.pattern().equals(expression.pattern());
        }

        @Override
        public int hashCode() {
            return expression.pattern().hashCode();
        }

        @Override
        public String toString() {
            return "~" + expression.pattern();
        }
    }
}
