package io.awe4lb.kernel.datapath;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What stands in a file now. */
final class Lines {

    private Lines() {}

    /** Whole lines; none if there is no file. */
    static List<String> of(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
