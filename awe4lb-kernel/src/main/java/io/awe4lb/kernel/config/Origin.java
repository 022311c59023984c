package io.awe4lb.kernel.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a value is written.
 *
 * @param line from 1
 * @param written as it stands there, variables not replaced; empty for a map or a list without anything in it, and for nothing
 */
public record Origin(int line, String written) {

    private static final String NAME = "configuration";

    /**
     * Whether a variable of the environment is part of it.
     *
     * @return true if so
     */
    public boolean hasVariable() {
        return written.replace("$${", "").contains("${");
    }

    /**
     * Finds every value of a text that has none below it.
     *
     * @param text YAML that is valid, because it is or was in force
     * @return by pointer (RFC 6901)
     */
    public static Map<String, Origin> all(String text) {
        Map<String, Origin> found = new LinkedHashMap<>();
        Node.Mapping root = new ConfigSource(written -> written, new Findings()).read(NAME, text);
        if (root != null) {
            put(found, "", root);
        }
        return found;
    }

    private static void put(Map<String, Origin> found, String pointer, Node node) {
        switch (node) {
            case Node.Mapping(_, var entries) when !entries.isEmpty() ->
                    entries.forEach((key, entry) -> put(found, pointer + "/" + escaped(key), entry.value()));
            case Node.Sequence(_, var items) when !items.isEmpty() -> {
                for (int i = 0; i < items.size(); i++) {
                    put(found, pointer + "/" + i, items.get(i));
                }
            }
            case Node.Scalar(var position, var written) -> found.put(pointer, new Origin(position.line(), written));
            default -> found.put(pointer, new Origin(node.position().line(), ""));
        }
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
