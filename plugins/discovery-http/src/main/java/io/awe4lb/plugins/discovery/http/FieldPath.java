package io.awe4lb.plugins.discovery.http;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a tree of maps and lists: a JSON Pointer (RFC 6901) as {@code /data/0/host}, or names with dots as {@code data.0.host}, which
 * gobetween writes.
 */
record FieldPath(JsonPointer pointer) {

    /** @throws IllegalArgumentException with a sentence, if it is neither */
    static FieldPath of(String option, String text) {
        boolean isPointer = text.isEmpty() || text.startsWith("/");
        String written = isPointer ? text : "/" + text.replace("~", "~0").replace("/", "~1").replace('.', '/');
        if (isPointer && text.matches("(?s).*~(?![01]).*")) {
            throw new IllegalArgumentException("%s: '%s' is no JSON Pointer: after ~ comes 0 or 1".formatted(option, text));
        }
        return new FieldPath(JsonPointer.compile(written));
    }

    /** What is there. */
    Optional<Object> in(Object tree) {
        Optional<Object> found = Optional.ofNullable(tree);
        for (JsonPointer rest = pointer; !rest.matches() && found.isPresent(); rest = rest.tail()) {
            found = step(found.get(), rest);
        }
        return found;
    }

    private static Optional<Object> step(Object tree, JsonPointer rest) {
        return switch (tree) {
            case Map<?, ?> map -> Optional.ofNullable(map.get(rest.getMatchingProperty()));
            case List<?> list when rest.getMatchingIndex() >= 0 && rest.getMatchingIndex() < list.size() ->
                    Optional.ofNullable(list.get(rest.getMatchingIndex()));
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return "'" + pointer + "'";
    }
}
