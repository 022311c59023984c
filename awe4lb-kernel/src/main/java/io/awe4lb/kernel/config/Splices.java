package io.awe4lb.kernel.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes of a text, each of a span. Not thread safe. */
final class Splices {

    private final String text;
    private final List<Splice> splices = new ArrayList<>();

    Splices(String text) {
        this.text = text;
    }

    private record Splice(int start, int end, String replacement) {}

    void delete(int start, int end) {
        replace(start, end, "");
    }

    void insert(int at, String more) {
        replace(at, at, more);
    }

    /** Lines without a break after the last one, at the start of a line or at the end of a text that has no last line break. */
    void insertLines(YamlSpace space, int at, String lines) {
        insert(at, space.isLineStart(at) ? lines + space.lineBreak() : space.lineBreak() + lines);
    }

    void replace(int start, int end, String replacement) {
        splices.add(new Splice(start, end, replacement));
    }

    /** How many there are, to come back to with {@link #forgetAfter}. */
    int size() {
        return splices.size();
    }

    void forgetAfter(int size) {
        splices.subList(size, splices.size()).clear();
    }

    /** The text with all of them; those at the same offset in the order in which they were added. */
    String applied() throws Uneditable {
        var result = new StringBuilder();
        int done = 0;
        for (Splice splice : splices.stream().sorted(Comparator.comparingInt(Splice::start)).toList()) {
            if (splice.start() < done) {
                throw new Uneditable();
            }
            result.append(text, done, splice.start()).append(splice.replacement());
            done = splice.end();
        }
        return result.append(text, done, text.length()).toString();
    }
}
