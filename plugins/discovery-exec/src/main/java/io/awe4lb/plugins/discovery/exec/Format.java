package io.awe4lb.plugins.discovery.exec;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import java.util.List;

/** What a program may write. */
enum Format {
    /** A backend a line, as gobetween reads them. */
    LINES,
    /** A list of backends. */
    JSON;

    /** @throws IllegalArgumentException with a sentence, if it is something else */
    List<BackendSpec> read(String output) {
        return switch (this) {
            case LINES -> BackendText.ofLines(output);
            case JSON -> BackendText.ofTree(JsonTree.parse(output));
        };
    }
}
