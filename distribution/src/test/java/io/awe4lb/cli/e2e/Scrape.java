package io.awe4lb.cli.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A page of metrics in Prometheus' text format, taken apart as the format says.
 *
 * @param families names that have a type
 * @param samples name, labels and value of each line
 */
record Scrape(Set<String> families, List<Sample> samples) {

    /**
     * One line.
     *
     * @param name with what the format adds to the family's, such as {@code _bucket}
     * @param labels their values, unescaped
     * @param value a number
     */
    record Sample(String name, Map<String, String> labels, double value) {}

    static Scrape of(String text) {
        Set<String> families = new LinkedHashSet<>();
        List<Sample> samples = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("# TYPE ")) {
                families.add(line.split(" ")[2]);
            } else if (!line.startsWith("#") && !line.isEmpty()) {
                samples.add(new Line(line).sample());
            }
        }
        return new Scrape(families, samples);
    }

    /** Reads one line from left to right. */
    private static final class Line {

        private final String text;
        private int at;

        Line(String text) {
            this.text = text;
        }

        Sample sample() {
            String name = until("{ ");
            Map<String, String> labels = new TreeMap<>();
            if (text.charAt(at) == '{') {
                at++;
                while (text.charAt(at) != '}') {
                    String label = until("=");
                    at += 2;
                    if (labels.put(label, quoted()) != null) {
                        throw new AssertionError("a label is there twice: " + text);
                    }
                    at += text.charAt(at) == ',' ? 1 : 0;
                }
                at++;
            }
            return new Sample(name, labels, number(text.substring(at).strip()));
        }

        private String until(String ends) {
            int begin = at;
            while (ends.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(begin, at);
        }

        private String quoted() {
            var value = new StringBuilder();
            while (text.charAt(at) != '"') {
                char next = text.charAt(at++);
                value.append(next != '\\' ? next : switch (text.charAt(at++)) {
                    case 'n' -> '\n';
                    case '"' -> '"';
                    case '\\' -> '\\';
                    default -> throw new AssertionError("no such escape: " + text);
                });
            }
            at++;
            return value.toString();
        }

        private static double number(String text) {
            return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
        }
    }

    /** The value with exactly these labels: name, value, name, value. */
    double value(String name, String... labels) {
        Map<String, String> wanted = new HashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return samples.stream().filter(sample -> sample.name().equals(name) && sample.labels().equals(wanted)).map(Sample::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s%s among %s".formatted(name, wanted,
                        samples.stream().filter(sample -> sample.name().equals(name)).toList())));
    }

    /** All values under a name, added up. */
    double sum(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).mapToDouble(Sample::value).sum();
    }

    /** What a label is, wherever it is there. */
    Set<String> valuesOf(String label) {
        return samples.stream().map(sample -> sample.labels().getOrDefault(label, "")).filter(value -> !value.isEmpty())
                .collect(Collectors.toSet());
    }
}
