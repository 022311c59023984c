package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives a text another meaning and touches no more of it than that takes. Every result is read again: where its meaning is not the one
 * that was wanted (an anchor went that is used elsewhere, say), the value around the change is written anew, then the one around that, and at last
 * the whole.
 */
final class Rewriting {

    private static final int MOST_ROUNDS = 4;

    private Rewriting() {}

    /**
     * A text with another meaning. A last line without a break gets one when anything is changed.
     *
     * @param meaning in the form of {@link JsonScalar#normal}
     * @throws IllegalArgumentException if no text has that meaning: a key of more than 1000 characters, or {@code <<}
     */
    static String of(WrittenText before, JsonNode meaning) throws InvalidTextException {
        if (before.json().equals(meaning)) {
            return before.text();
        }
        WrittenText broken = withLastLineBreak(before);
        for (int depth : depths(before.json(), meaning)) {
            String result = attempts(broken, meaning, depth);
            if (result != null) {
                return result;
            }
        }
        return anew(before, meaning);
    }

    /** It would mean something else after a text over several lines. */
    private static WrittenText withLastLineBreak(WrittenText before) throws InvalidTextException {
        String text = before.text();
        if (text.isEmpty() || text.endsWith("\n")) {
            return before;
        }
        String broken = text + new YamlSpace(text).lineBreak();
        return means(broken, before.json()) ? WrittenText.read(broken) : before;
    }

    /** After a value with an anchor was changed, what refers to it is set right in the next round. */
    private static @Nullable String attempts(WrittenText before, JsonNode meaning, int depth) {
        WrittenText written = before;
        try {
            for (int round = 0; round < MOST_ROUNDS && !written.json().equals(meaning); round++) {
                written = WrittenText.read(ValueEdit.rewrite(written, meaning, depth));
            }
            return written.json().equals(meaning) ? written.text() : null;
        } catch (Uneditable | InvalidTextException _) {
            return null;
        }
    }

    private static String anew(WrittenText before, JsonNode meaning) {
        var space = new YamlSpace(before.text());
        String result = YamlLayout.writer(before.text(), space, before.root()).block(meaning, 0) + space.lineBreak();
        if (!means(result, meaning)) {
            throw new IllegalArgumentException(
                    "this cannot be written as YAML: use at most 100 levels, shorter keys, and none that is '<<'");
        }
        return result;
    }

    private static boolean means(String text, JsonNode meaning) {
        try {
            return WrittenText.read(text).json().equals(meaning);
        } catch (InvalidTextException _) {
            return false;
        }
    }

    /** How deep a value may stand that is not written anew as a whole: as deep as there is one, then less and less. */
    private static List<Integer> depths(JsonNode before, JsonNode after) {
        int deepest = 0;
        JsonNode old = before;
        JsonNode next = after;
        for (String place = onlyDifference(old, next); place != null; place = onlyDifference(old, next)) {
            deepest++;
            old = child(old, place);
            next = child(next, place);
        }
        return Stream.concat(Stream.of(Integer.MAX_VALUE), IntStream.rangeClosed(0, deepest).boxed().toList().reversed().stream()).toList();
    }

    private static JsonNode child(JsonNode parent, String place) {
        return parent.isArray() ? parent.required(Integer.parseInt(place)) : parent.required(place);
    }

    /** The one place in both where they differ; null if there are several, or if only one of them has it. */
    private static @Nullable String onlyDifference(JsonNode old, JsonNode next) {
        List<String> different = new ArrayList<>();
        if (old.isObject() && next.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            old.fieldNames().forEachRemaining(names::add);
            next.fieldNames().forEachRemaining(names::add);
            names.stream().filter(name -> !Objects.equals(old.get(name), next.get(name))).forEach(different::add);
            return different.size() == 1 && old.has(different.getFirst()) && next.has(different.getFirst()) ? different.getFirst() : null;
        }
        if (old.isArray() && next.isArray() && old.size() == next.size()) {
            IntStream.range(0, old.size()).filter(i -> !old.get(i).equals(next.get(i))).mapToObj(Integer::toString).forEach(different::add);
        }
        return different.size() == 1 ? different.getFirst() : null;
    }
}
