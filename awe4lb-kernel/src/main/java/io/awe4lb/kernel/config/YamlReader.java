package io.awe4lb.kernel.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into nodes. Stops at the first mistake of syntax; everything else is collected.
 *
 * <p>An alias shares the nodes of its anchor, so that memory is bounded by the file; the budget counts them as often as they are used,
 * because everything after walks them that often.
 *
 * <p>The parser's events are read as they are. Jackson's parser on top of them took 70 ms of CPU more at start, does not tell an empty
 * value from an empty string, and joins several documents.
 */
final class YamlReader {

    static final int MOST_NODES = 1_000_000;
    static final int DEEPEST = 100;

    private final String file;
    private final ParserImpl events;
    private final Consumer<Event> witness;
    private final Substitution variables;
    private final Findings findings;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int nodes;
    private int deepest;

    private YamlReader(String file, String text, Substitution variables, Findings findings, Consumer<Event> witness) {
        this.file = file;
        this.witness = witness;
        var limits = new LoaderOptions();
        limits.setCodePointLimit(Integer.MAX_VALUE); // the file's size was limited before
        this.events = new ParserImpl(new StreamReader(text), limits);
        this.variables = variables;
        this.findings = findings;
    }

    /** What is made of the text of a scalar. */
    interface Substitution {

        /** The text that is meant. */
        String replaceIn(String text) throws Refused;
    }

    /** A node that aliases refer to, with what it costs to use it once more. */
    private record Anchored(Node node, int size, int height) {}

    /** Reads a document; null after a mistake of syntax, which is reported then. No content at all is a {@link Node.Null}. */
    static @Nullable Node read(String file, String text, Substitution variables, Findings findings) {
        return read(file, text, variables, findings, _ -> {});
    }

    /**
     * The same for somebody who wants to hear all of it once more: parsing a long text is most of the work.
     *
     * @param witness gets every event in its order
     */
    static @Nullable Node read(String file, String text, Substitution variables, Findings findings, Consumer<Event> witness) {
        try {
            return new YamlReader(file, text, variables, findings, witness).document();
        } catch (Stop _) {
            return null;
        } catch (RuntimeException failure) { // not only the parser's own: it has let others through on damaged input
            YamlProblem.of(failure).report(file, findings);
            return null;
        }
    }

    private Event next() {
        Event event = events.getEvent();
        witness.accept(event);
        return event;
    }

    private Node document() throws Stop {
        next(); // start of the stream
        if (next().is(Event.ID.StreamEnd)) {
            return new Node.Null(Position.startOf(file));
        }
        Node root = node(next(), 1);
        next(); // end of the document
        Event after = next();
        if (!after.is(Event.ID.StreamEnd)) {
            String message = "a second document starts here: one file holds one document, remove the '---' before it";
            throw stop(Code.SYNTAX, position(after), message);
        }
        return root;
    }

    private Node node(Event event, int depth) throws Stop {
        Position position = position(event);
        spend(1, depth, position);
        if (event instanceof AliasEvent alias) {
            return alias(alias, depth);
        }
        int nodesBefore = nodes - 1;
        int deepestBefore = deepest;
        deepest = depth;
        Node node = untagged(event, content(event, position, depth));
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, new Anchored(node, nodes - nodesBefore, deepest - depth));
        }
        deepest = Math.max(deepest, deepestBefore);
        return node;
    }

    private Node content(Event event, Position position, int depth) throws Stop {
        return switch (event) {
            case MappingStartEvent _ -> mapping(position, depth);
            case CollectionStartEvent _ -> sequence(position, depth);
            case ScalarEvent scalar -> scalar(scalar, position);
            default -> throw stop(Code.SYNTAX, position, "a value is missing here");
        };
    }

    private Node untagged(Event event, Node node) {
        String tag = event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
        if (tag == null) {
            return node;
        }
        findings.error(Code.SYNTAX, new Place(node.position(), ""), "the tag " + Quoted.of(tag) + " is not supported: remove it");
        return new Node.Broken(node.position());
    }

    private Node scalar(ScalarEvent event, Position position) {
        if (event.isPlain() && isNull(event.getValue())) {
            return new Node.Null(position);
        }
        try {
            return new Node.Scalar(position, variables.replaceIn(event.getValue()));
        } catch (Refused refused) {
            findings.error(new Place(position, ""), refused);
            return new Node.Broken(position);
        }
    }

    private static boolean isNull(String plain) {
        return switch (plain) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
        };
    }

    private Node sequence(Position position, int depth) throws Stop {
        List<Node> items = new ArrayList<>();
        for (Event event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
            items.add(node(event, depth + 1));
        }
        return new Node.Sequence(position, items);
    }

    private Node mapping(Position position, int depth) throws Stop {
        SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        for (Event event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
            Position keyPosition = position(event);
            String key = key(event, keyPosition);
            Node value = node(next(), depth + 1);
            if (key.equals("<<")) {
                merged.add(value);
            } else {
                put(entries, key, new Node.Entry(keyPosition, value), findings);
            }
        }
        merged.forEach(other -> merge(entries, other));
        return new Node.Mapping(position, entries);
    }

    private String key(Event event, Position position) throws Stop {
        if (event instanceof ScalarEvent scalar && scalar.getTag() == null && scalar.getAnchor() == null) {
            return scalar.getValue();
        }
        throw stop(Code.SYNTAX, position, "a key has to be plain text");
    }

    static void put(Map<String, Node.Entry> entries, String key, Node.Entry entry, Findings findings) {
        Node.Entry first = entries.putIfAbsent(key, entry);
        if (first != null) {
            String message = "the key " + Quoted.of(key) + " is already set at " + first.position() + ": remove one of them";
            findings.error(Code.DUPLICATE_KEY, new Place(entry.position(), ""), message);
        }
    }

    /** The merge key of YAML 1.1: own keys win, then the first of several. */
    private void merge(Map<String, Node.Entry> entries, Node other) {
        switch (other) {
            case Node.Mapping(_, var more) -> more.forEach(entries::putIfAbsent);
            case Node.Sequence(_, var several) -> several.forEach(one -> merge(entries, one));
            case Node.Broken _ -> {}
            case Node.Scalar _, Node.Null _ ->
                    findings.error(Code.SYNTAX, new Place(other.position(), ""),
                            "'<<' takes a map or a list of maps, found " + other.kind());
        }
    }

    private Node alias(AliasEvent event, int depth) throws Stop {
        Position position = position(event);
        Anchored anchored = anchors.get(event.getAnchor());
        if (anchored == null) {
            String message = "no anchor '&" + event.getAnchor() + "' ends before this alias: define it first, and outside of itself";
            findings.error(Code.SYNTAX, new Place(position, ""), message);
            return new Node.Broken(position);
        }
        spend(anchored.size() - 1, depth + anchored.height(), position);
        return anchored.node();
    }

    private void spend(int more, int depth, Position position) throws Stop {
        nodes += more;
        deepest = Math.max(deepest, depth);
        if (nodes > MOST_NODES) {
            throw stop(Code.TOO_COMPLEX, position, "more than " + MOST_NODES + " values once aliases are expanded: use fewer aliases");
        }
        if (deepest > DEEPEST) {
            throw stop(Code.TOO_COMPLEX, position, "nested deeper than " + DEEPEST + " levels: use fewer");
        }
    }

    private Position position(Event event) {
        return new Position(file, event.getStartMark().getLine() + 1, event.getStartMark().getColumn() + 1);
    }

    private Stop stop(Code code, Position position, String message) {
        findings.error(code, new Place(position, ""), message);
        return new Stop();
    }

    /** Ends reading after a finding that makes the rest meaningless. */
    private static final class Stop extends Exception {

        private static final long serialVersionUID = 1L;

        Stop() {
            super(null, null, false, false);
        }
    }
}
