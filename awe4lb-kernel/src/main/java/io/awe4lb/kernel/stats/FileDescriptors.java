package io.awe4lb.kernel.stats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file descriptors of this process.
 *
 * @param open now
 * @param limit that may be open at once
 */
public record FileDescriptors(long open, long limit) {

    private static final Path SELF = Path.of("/proc/self");
    private static final String LIMIT = "Max open files";

    /**
     * Asks the system. Any thread; reads two small files.
     *
     * @return empty where the system has no such files
     */
    public static Optional<FileDescriptors> now() {
        return in(SELF);
    }

    /**
     * Asks the system for the first half of it. Any thread; opens no file, and so answers when no descriptor is left, too.
     *
     * @return 0 where the system does not tell
     */
    public static long openNow() {
        try {
            return open(SELF.resolve("fd"));
        } catch (IOException _) { // another system, or one that hides them
            return 0;
        }
    }

    static Optional<FileDescriptors> in(Path process) {
        try {
            return Optional.of(new FileDescriptors(open(process.resolve("fd")), limit(process.resolve("limits"))));
        } catch (IOException | NumberFormatException _) { // another system, or one that hides them
            return Optional.empty();
        }
    }

    /** From Linux 6.2 on, the size of the directory is the number of its entries; before, it is 0. */
    private static long open(Path directory) throws IOException {
        long told = Files.size(directory);
        if (told > 0) {
            return told;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count() - 1; // without the one that lists them
        }
    }

    private static long limit(Path file) throws IOException {
        String line = Files.readAllLines(file).stream().filter(one -> one.startsWith(LIMIT)).findFirst().orElse("");
        return Long.parseLong(line.substring(Math.min(line.length(), LIMIT.length())).strip().split(" ")[0]);
    }
}
