package io.awe4lb.kernel.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process has open. Source: proc(5). */
public final class OpenFiles {

    private OpenFiles() {}

    /** @return how many descriptors are open */
    public static long count() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @return how many descriptors all pollers of this process watch together */
    public static long watched() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fdinfo"))) {
            return files.flatMap(OpenFiles::lines).filter(line -> line.startsWith("tfd:")).count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (NoSuchFileException _) { // closed meanwhile
            return Stream.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
