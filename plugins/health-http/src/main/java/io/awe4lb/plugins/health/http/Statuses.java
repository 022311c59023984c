package io.awe4lb.plugins.health.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statuses that pass. */
record Statuses(List<Range> ranges) {

    private static final Pattern RANGE = Pattern.compile("([1-5][0-9][0-9])(?:-([1-5][0-9][0-9]))?");

    /** Both ends belong to it. */
    record Range(int first, int last) {

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /** @throws IllegalArgumentException with a sentence */
    static Statuses of(List<String> texts) {
        List<Range> ranges = new ArrayList<>();
        for (String text : texts) {
            Matcher range = RANGE.matcher(text.strip());
            if (!range.matches()) {
                throw refused(text);
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first) {
                throw refused(text);
            }
            ranges.add(new Range(first, last));
        }
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("'status' is empty, so that no answer could pass: name one, like [200-399]");
        }
        return new Statuses(List.copyOf(ranges));
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "'status' takes numbers from 100 to 599 and ranges, like [200-299, 401], but not '" + text + "'");
    }

    boolean contains(int status) {
        return ranges.stream().anyMatch(range -> range.first() <= status && status <= range.last());
    }

    @Override
    public String toString() {
        return String.join(", ", ranges.stream().map(Range::toString).toList());
    }
}
