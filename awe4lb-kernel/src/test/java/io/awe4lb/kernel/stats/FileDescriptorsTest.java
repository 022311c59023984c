package io.awe4lb.kernel.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDescriptorsTest {

    @Test
    void thisProcessHasSomeAndMayHaveMore() {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        FileDescriptors now = FileDescriptors.now().orElseThrow();
        assertTrue(now.open() >= 3 && now.open() < now.limit(), now::toString);
    }

    @Test
    void oneThatIsOpenedCounts(@TempDir Path directory) throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        long before = FileDescriptors.now().orElseThrow().open();
        try (var _ = Files.newOutputStream(directory.resolve("one")); var _ = Files.newOutputStream(directory.resolve("two"))) {
            long after = FileDescriptors.now().orElseThrow().open();
            assertTrue(after >= before + 2, () -> before + " then " + after);
        }
    }

    @Test
    void anotherSystemTellsNothing(@TempDir Path directory) throws IOException {
        assertEquals(Optional.empty(), FileDescriptors.in(directory));
        Files.createDirectory(directory.resolve("fd"));
        Files.writeString(directory.resolve("limits"), "Max cpu time  unlimited\n");
        assertEquals(Optional.empty(), FileDescriptors.in(directory));
    }
}
