package io.awe4lb.kernel.config;

import java.util.List;
import java.util.SequencedMap;

/**
 * What was written, with positions; aliases expanded and variables replaced. A scalar is its text: what it means is decided by the type of
 * its key, not by YAML.
 */
sealed interface Node {

    Position position();

    /** Values by key, in the order written. */
    record Mapping(Position position, SequencedMap<String, Entry> entries) implements Node {}

    /** A value with the position of its key. */
    record Entry(Position position, Node value) {}

    /** A list. */
    record Sequence(Position position, List<Node> items) implements Node {}

    /** A value's text, whether plain or quoted. */
    record Scalar(Position position, String text) implements Node {}

    /** A key without a value, or {@code null}. */
    record Null(Position position) implements Node {}

    /** A value that is already reported as an error. */
    record Broken(Position position) implements Node {}

    default String kind() {
        return switch (this) {
            case Mapping _ -> "a map";
            case Sequence _ -> "a list";
            case Scalar(_, var text) -> Quoted.of(text);
            case Null _, Broken _ -> "nothing";
        };
    }
}
