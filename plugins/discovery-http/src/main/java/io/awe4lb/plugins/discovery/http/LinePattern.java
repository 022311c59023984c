package io.awe4lb.plugins.discovery.http;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds a backend in each line by the named groups of a regular expression. A line in which it is found without a host is passed over, one
 * in which it is not found is a mistake: so a pattern says which lines it leaves out.
 */
record LinePattern(Pattern pattern) implements HttpDiscovery.Reading {

    private static final Set<String> GROUPS =
            Set.of("host", "port", "name", "weight", "priority", "maxConnections", "sni");

    /** @throws IllegalArgumentException with a sentence, if it is none, or lacks a group */
    static LinePattern of(String text) {
        try {
            var pattern = Pattern.compile(text.replace("(?P<", "(?<")); // as Go and Python write it
            Set<String> groups = pattern.namedGroups().keySet();
            if (!groups.containsAll(Set.of("host", "port")) || !GROUPS.containsAll(groups)) {
                throw new IllegalArgumentException("pattern: it needs the groups (?<host>…) and (?<port>…), and may have name, weight, "
                        + "priority, maxConnections, sni");
            }
            return new LinePattern(pattern);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("pattern: it is no regular expression: %s near position %d".formatted(
                    wrong.getDescription(), wrong.getIndex()), wrong);
        }
    }

    @Override
    public List<BackendSpec> backends(String page) throws InterruptedException {
        var backends = new ArrayList<BackendSpec>();
        int number = 0;
        for (String line : page.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                backend(number, line).ifPresent(backends::add);
            }
        }
        return backends;
    }

    private Optional<BackendSpec> backend(int number, String line) throws InterruptedException {
        Matcher matcher = pattern.matcher(new Interruptible(line));
        try {
            if (!matcher.find()) {
                throw new IllegalArgumentException("the pattern is not found in it");
            }
            return matcher.group("host") == null ? Optional.empty() : Optional.of(BackendText.ofFields(fields(matcher)));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("line %d: %s".formatted(number, wrong.getMessage()), wrong);
        } catch (Interrupted _) {
            throw new InterruptedException("while a pattern was looked for");
        }
    }

    private LinkedHashMap<String, String> fields(Matcher matcher) {
        var fields = new LinkedHashMap<String, String>();
        for (String group : pattern.namedGroups().keySet()) {
            String value = matcher.group(group);
            if (value != null) {
                fields.put(group, value);
            }
        }
        return fields;
    }

    /** The JDK's matcher backtracks, for years if it has to, and does not look for an interrupt: its text does. */
    private record Interruptible(String text) implements CharSequence {

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
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Out of the matcher. */
    private static final class Interrupted extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
