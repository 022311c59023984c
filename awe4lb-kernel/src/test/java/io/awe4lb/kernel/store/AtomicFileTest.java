package io.awe4lb.kernel.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    private Path directory;

    @Test
    void aFileIsReplacedAsAWhole() throws IOException {
        Path file = directory.resolve("token");
        AtomicFile.write(file, new byte[100_000]);
        AtomicFile.write(file, new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
        assertEquals(List.of("token"), names());
    }

    @Test
    void aFileIsRemovedOnceAndForAll() throws IOException {
        Path file = directory.resolve("token");
        AtomicFile.write(file, new byte[1]);
        AtomicFile.remove(file);
        AtomicFile.remove(file);
        assertFalse(Files.exists(file));
    }

    @Test
    void aWriteThatFailsLeavesNothingBehind() throws IOException {
        Path inTheWay = Files.createDirectories(directory.resolve("token/full"));
        assertThrows(IOException.class, () -> AtomicFile.write(inTheWay.getParent(), new byte[10]));
        assertThrows(IOException.class, () -> AtomicFile.write(directory.resolve("nowhere/token"), new byte[10]));
        assertEquals(List.of("token"), names());
    }

    @Test
    void aFullDiskLeavesTheOldFile() throws Exception {
        Path file = directory.resolve("data");
        try (var limited = ChildProcess.startWithFilesUpTo(64, FullDisk.class, List.of(), file.toString())) {
            assertEquals("written", limited.line());
            String failure = limited.line();
            assertTrue(failure.startsWith("refused: "), failure);
        }
        assertArrayEquals(new byte[1_000], Files.readAllBytes(file));
        assertEquals(List.of("data"), names());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Writes a small file and then one that does not fit. */
    static final class FullDisk {

        private FullDisk() {}

        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]);
            AtomicFile.write(file, new byte[1_000]);
            System.out.println("written");
            try {
                AtomicFile.write(file, new byte[10_000_000]);
                System.out.println("a file larger than the limit was written");
            } catch (IOException refused) {
                System.out.println("refused: " + refused.getMessage());
            }
        }
    }
}
