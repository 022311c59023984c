package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/** Reads where everything stands in a text that {@link YamlReader} has found no mistake in. */
final class WrittenReader {

    private final String text;
    private final Iterator<Event> events;
    private final Map<String, Written> anchors = new HashMap<>();
    /** Offsets of characters by those of code points, which the parser counts; empty where they are the same. */
    private final int[] offsets;

    private WrittenReader(String text, List<Event> events) {
        this.text = text;
        this.events = events.iterator();
        this.offsets = offsets(text);
    }

    /** The root; a document without content is an absent scalar at the end of the text. */
    static Written read(String text) throws InvalidTextException {
        var findings = new Findings();
        List<Event> events = new ArrayList<>();
        if (ConfigText.isPrintable("configuration", text, findings)) {
            YamlReader.read("configuration", text, scalar -> scalar, findings, events::add);
        }
        if (findings.hasErrors()) {
            throw new InvalidTextException(findings.sorted());
        }
        return new WrittenReader(text, events).document();
    }

    private Written document() {
        events.next(); // start of the stream
        if (events.next().is(Event.ID.StreamEnd)) {
            return absent(text.length());
        }
        Written root = value(events.next());
        return root instanceof Written.Scalar scalar && scalar.isAbsent() ? absent(text.length()) : root;
    }

    private Written value(Event event) {
        int start = offset(event.getStartMark());
        Written value = switch (event) {
            case AliasEvent alias -> new Written.Alias(start, offset(event.getEndMark()), anchors.get(alias.getAnchor()));
            case MappingStartEvent mapping -> mapping(start, mapping.isFlow());
            case SequenceStartEvent sequence -> sequence(start, sequence.isFlow());
            case ScalarEvent scalar -> scalar(start, scalar);
            default -> throw new IllegalStateException("no value: " + event);
        };
        if (!(event instanceof AliasEvent) && ((NodeEvent) event).getAnchor() != null) {
            anchors.put(((NodeEvent) event).getAnchor(), value);
        }
        return value;
    }

    private Written scalar(int start, ScalarEvent event) {
        JsonNode json = event.isPlain() ? JsonScalar.of(event.getValue()) : TextNode.valueOf(event.getValue());
        int end = offset(event.getEndMark());
        boolean isBlock = !event.isPlain() && end > start && text.charAt(end - 1) != '"' && text.charAt(end - 1) != '\'';
        return new Written.Scalar(start, isBlock ? lastCharacter(start, end) : end, json);
    }

    /** A block scalar ends for the parser where something else begins. */
    private int lastCharacter(int start, int end) {
        int last = end;
        while (last > start && Character.isWhitespace(text.charAt(last - 1))) {
            last--;
        }
        return last;
    }

    private Written mapping(int start, boolean isFlow) {
        List<Written.Entry> entries = new ArrayList<>();
        Event event = events.next();
        for (; !event.is(Event.ID.MappingEnd); event = events.next()) {
            String key = ((ScalarEvent) event).getValue();
            int keyStart = offset(event.getStartMark());
            int keyEnd = offset(event.getEndMark());
            int colon = sign(':', keyEnd);
            Written value = value(events.next());
            boolean isBare = colon < 0 && value.start() == value.end();
            entries.add(new Written.Entry(key, keyStart, keyEnd, colon, isBare ? absent(keyEnd) : value));
        }
        int end = isFlow ? offset(event.getEndMark()) : entries.getLast().value().end();
        return new Written.Mapping(start, end, isFlow, entries);
    }

    private Written sequence(int start, boolean isFlow) {
        List<Written.Item> items = new ArrayList<>();
        int from = text.charAt(start) == '&' ? endOfWord(start) : start;
        Event event = events.next();
        for (; !event.is(Event.ID.SequenceEnd); event = events.next()) {
            int dash = isFlow ? -1 : sign('-', from);
            Written value = value(event);
            items.add(new Written.Item(dash, value));
            from = value.end();
        }
        int end = isFlow ? offset(event.getEndMark()) : from;
        return new Written.Sequence(start, end, isFlow, items);
    }

    /** Where a sign follows, with nothing but white space and comments before it; -1 if something else does. */
    private int sign(char sign, int from) {
        int at = YamlSpace.skip(text, from);
        return at < text.length() && text.charAt(at) == sign ? at : -1;
    }

    private int endOfWord(int start) {
        int end = start;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static Written.Scalar absent(int at) {
        return new Written.Scalar(at, at, JsonScalar.of(""));
    }

    private int offset(Mark mark) {
        return offsets.length == 0 ? mark.getIndex() : offsets[mark.getIndex()];
    }

    private static int[] offsets(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return new int[0];
        }
        int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
        }
        return offsets;
    }
}
