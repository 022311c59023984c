package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** One attempt to give the values of a document another meaning: those that differ are changed in place, else written anew. */
final class ValueEdit {

    private final String text;
    private final int deepest;
    private final YamlSpace space;
    private final YamlWriter writer;
    private final Splices splices;
    private final BlockEdit blocks;
    private final FlowEdit flows;

    private ValueEdit(String text, Written root, int deepest) {
        this.text = text;
        this.deepest = deepest;
        this.space = new YamlSpace(text);
        this.writer = YamlLayout.writer(text, space, root);
        this.splices = new Splices(text);
        this.blocks = new BlockEdit(space, splices);
        this.flows = new FlowEdit(text, space, splices);
    }

    /** What a value stands in. */
    private sealed interface Around {

        /** It is the document. */
        record Nothing() implements Around {}

        /** A map with lines for each entry, whose keys stand in this column; the colon is that before the value. */
        record Entry(int colon, int column) implements Around {}

        /** A list with lines for each item. */
        record Item(int dash) implements Around {}

        /** Braces or brackets; the colon is that before a value of braces. */
        record Flow(int colon) implements Around {}
    }

    /** The text with the meaning, if all goes well; values at the deepest level are not changed in place. */
    static String rewrite(WrittenText written, JsonNode meaning, int deepest) throws Uneditable {
        var edit = new ValueEdit(written.text(), written.root(), deepest);
        edit.change(written.root(), written.json(), meaning, new Around.Nothing(), 0);
        return edit.splices.applied();
    }

    private void change(Written value, JsonNode old, JsonNode next, Around around, int depth) throws Uneditable {
        if (old.equals(next)) {
            return;
        }
        int size = splices.size();
        try {
            changeInside(value, old, next, depth);
        } catch (Uneditable _) {
            splices.forgetAfter(size);
            replace(value, next, around);
        }
    }

    private void changeInside(Written value, JsonNode old, JsonNode next, int depth) throws Uneditable {
        switch (value) {
            case Written.Mapping mapping when next instanceof ObjectNode object && depth < deepest ->
                    changeMapping(mapping, old, object, depth);
            case Written.Sequence sequence when next.isArray() && depth < deepest -> changeSequence(sequence, old, next, depth);
            default -> throw new Uneditable();
        }
    }

    private void changeMapping(Written.Mapping mapping, JsonNode old, ObjectNode next, int depth) throws Uneditable {
        List<Written.Entry> removed = new ArrayList<>();
        ObjectNode added = next.deepCopy();
        for (Written.Entry entry : mapping.entries()) {
            String key = entry.key();
            added.remove(key);
            if (next.has(key) && !entry.isMerge()) {
                change(entry.value(), old.required(key), next.required(key), around(mapping, entry), depth + 1);
            } else if (!entry.isMerge()) {
                removed.add(entry);
            }
        }
        added.properties().removeIf(property -> property.getValue().equals(old.get(property.getKey()))); // merged into it
        if (mapping.isFlow()) {
            flows.remove(flowSpans(mapping.entries()), flowSpans(removed));
            flows.add(lastKept(mapping.entries(), removed), mapping.end(), flowEntries(added));
        } else {
            List<Span> spans = blockSpans(mapping.entries());
            blocks.remove(spans, blockSpans(removed));
            blocks.add(spans.getLast(), column(mapping), blockEntries(added, column(mapping)));
        }
    }

    private Around around(Written.Mapping mapping, Written.Entry entry) {
        return mapping.isFlow() ? new Around.Flow(entry.colon()) : new Around.Entry(entry.colon(), column(mapping));
    }

    private int column(Written.Mapping mapping) {
        return space.column(mapping.entries().getFirst().start());
    }

    private static Span lastKept(List<Written.Entry> entries, List<Written.Entry> removed) {
        return flowSpans(entries.stream().filter(entry -> !removed.contains(entry)).toList()).getLast();
    }

    private static List<Span> flowSpans(List<Written.Entry> entries) {
        return entries.stream().map(entry -> new Span(entry.start(), entry.value().end())).toList();
    }

    private static List<Span> blockSpans(List<Written.Entry> entries) {
        return entries.stream().map(entry -> new Span(entry.start(), Math.max(entry.colon() + 1, entry.value().end()))).toList();
    }

    private List<String> flowEntries(ObjectNode added) {
        return added.properties().stream().map(property -> writer.flowEntry(property.getKey(), property.getValue())).toList();
    }

    private List<String> blockEntries(ObjectNode added, int column) {
        return added.properties().stream().map(property -> writer.entry(property.getKey(), property.getValue(), column)).toList();
    }

    /** What is the same at the beginning and at the end stays; what is between is changed pair by pair. */
    private void changeSequence(Written.Sequence sequence, JsonNode old, JsonNode next, int depth) throws Uneditable {
        List<Written.Item> items = sequence.items();
        int head = common(old, next, 0, 1);
        int tail = common(old, next, head, -1);
        tail = tail == old.size() ? 0 : tail; // something stays before what is added
        int pairs = Math.min(old.size(), next.size()) - tail;
        for (int i = head; i < pairs; i++) {
            Around around = sequence.isFlow() ? new Around.Flow(0) : new Around.Item(items.get(i).dash());
            change(items.get(i).value(), old.required(i), next.required(i), around, depth + 1);
        }
        List<Span> spans = spans(sequence);
        List<Span> removed = spans.subList(pairs, old.size() - tail);
        List<JsonNode> added = next.valueStream().skip(pairs).limit(next.size() - tail - pairs).toList();
        if (sequence.isFlow()) {
            flows.remove(spans, removed);
            flows.add(spans.get(Math.max(pairs - 1, 0)), sequence.end(), added.stream().map(writer::flow).toList());
        } else {
            int column = space.column(spans.getFirst().start());
            blocks.remove(spans, removed);
            blocks.add(spans.get(Math.max(pairs - 1, 0)), column,
                    added.stream().map(item -> "-" + writer.afterDash(item, column)).toList());
        }
    }

    /** How many items are the same from the beginning on, or from the end on, without some at the beginning. */
    private static int common(JsonNode old, JsonNode next, int without, int direction) {
        int most = Math.min(old.size(), next.size()) - without;
        int same = 0;
        while (same < most && item(old, same, direction).equals(item(next, same, direction))) {
            same++;
        }
        return same;
    }

    private static JsonNode item(JsonNode list, int index, int direction) {
        return list.required(direction > 0 ? index : list.size() - 1 - index);
    }

    private static List<Span> spans(Written.Sequence sequence) throws Uneditable {
        List<Span> spans = new ArrayList<>();
        for (Written.Item item : sequence.items()) {
            Written value = item.value();
            if (item.dash() < 0 && !sequence.isFlow()) {
                throw new Uneditable();
            }
            spans.add(sequence.isFlow() ? new Span(value.start(), value.end())
                    : new Span(item.dash(), Math.max(item.dash() + 1, value.end())));
        }
        return spans;
    }

    private void replace(Written value, JsonNode next, Around around) throws Uneditable {
        switch (around) {
            case Around.Nothing _ when value.start() == value.end() -> splices.insertLines(space, text.length(), writer.block(next, 0));
            case Around.Nothing _ -> splices.replace(value.start(), value.end(), writer.block(next, 0));
            case Around.Flow(var colon) when colon >= 0 -> replaceSpan(value, writer.flow(next));
            case Around.Item(var dash) when dash >= 0 -> {
                requireEndOfLine(value);
                splices.replace(dash + 1, value.end(), writer.afterDash(next, space.column(dash)));
            }
            case Around.Entry(var colon, var column) when colon >= 0 -> replace(value, next, colon, column);
            case Around.Flow _, Around.Item _, Around.Entry _ -> throw new Uneditable();
        }
    }

    private void replace(Written value, JsonNode next, int colon, int column) throws Uneditable {
        requireEndOfLine(value);
        boolean isInline = writer.isInline(next);
        if (value.start() >= space.nextLine(colon) && hasLines(value)) { // what stands behind the colon stays
            int from = space.nextLine(colon);
            splices.insert(colon + 1, isInline ? writer.afterColon(next, column) : "");
            splices.replace(from, space.afterDeeperComments(value.end(), column),
                    isInline ? "" : writer.lines(next, column) + space.lineBreak());
        } else if (isInline && !hasLines(value)) {
            replaceSpan(value, writer.afterColon(next, column).strip());
        } else if (isInline) {
            splices.replace(colon + 1, value.end(), writer.afterColon(next, column));
        } else {
            splices.delete(colon + 1, Math.max(colon + 1, value.end()));
            splices.insertLines(space, space.nextLine(value.end()), writer.lines(next, column));
        }
    }

    private void replaceSpan(Written value, String replacement) {
        boolean isAtSign = value.start() > 0 && ":-".indexOf(text.charAt(value.start() - 1)) >= 0;
        splices.replace(value.start(), value.end(), (isAtSign ? " " : "") + replacement);
    }

    private void requireEndOfLine(Written value) throws Uneditable {
        if (!space.isLastInLine(value.end())) {
            throw new Uneditable();
        }
    }

    private static boolean hasLines(Written value) {
        return switch (value) {
            case Written.Mapping mapping -> !mapping.isFlow();
            case Written.Sequence sequence -> !sequence.isFlow();
            case Written.Scalar _, Written.Alias _ -> false;
        };
    }
}
