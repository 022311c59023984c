package io.awe4lb.plugins.discovery.file;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import java.util.List;

/** How a file is written. */
enum Format {
    /** A backend a line. */
    LINES,
    /** A list of backends. */
    JSON,
    /** As JSON, in YAML. */
    YAML;

    /**
     * A file that ends in the middle of a line is half-written: {@code 10.0.0.1:8} could go on. JSON says itself where it ends.
     *
     * @throws IllegalArgumentException with a sentence, if it is something else
     */
    List<BackendSpec> read(String text) {
        if (this != JSON && !text.isEmpty() && !text.endsWith("\n")) {
            throw new IllegalArgumentException("its last line has no end: it is not written to its end yet, or lacks a newline there");
        }
        return switch (this) {
            case LINES -> BackendText.ofLines(text);
            case JSON -> BackendText.ofTree(JsonTree.parse(text));
            case YAML -> BackendText.ofTree(YamlTree.parse(text));
        };
    }
}
