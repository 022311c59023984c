package io.awe4lb.kernel.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.awe4lb.kernel.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path parent;

    @Test
    void itIsMadeForThisUserAlone() throws IOException {
        Path path = parent.resolve("deep/data");
        try (var data = DataDirectory.open(path)) {
            assertEquals(Optional.of(path), data.path());
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("revisions"))));
    }

    @Test
    void aSecondProcessIsToldWhoHasIt() throws Exception {
        try (var other = ChildProcess.start(StoreWriter.class, StoreWriter.LIBRARIES, parent.toString())) {
            assertEquals("ready", other.line());
            String message = assertThrows(IOException.class, () -> DataDirectory.open(parent)).getMessage();
            assertEquals("data directory " + parent + " is in use by process " + other.pid()
                    + ": stop that one, or give this one a directory of its own with --data", message);
            other.kill();
            DataDirectory.open(parent).close();
        }
    }

    @Test
    void theSameProcessGetsItOnceAtATime() throws Exception {
        var data = DataDirectory.open(parent);
        var refused = assertThrows(IOException.class, () -> DataDirectory.open(parent.resolve("../" + parent.getFileName())));
        assertTrue(refused.getMessage().contains("in use by process " + ProcessHandle.current().pid() + ":"), refused.getMessage());
        try (var other = ChildProcess.start(StoreWriter.class, StoreWriter.LIBRARIES, parent.toString())) {
            assertTrue(other.line().contains("in use by process " + ProcessHandle.current().pid()), "the lock outlives the second attempt");
        }
        data.close();
        data.close();
        try (var again = DataDirectory.open(parent)) {
            data.close();
            assertThrows(IOException.class, () -> DataDirectory.open(parent), again + " still has it");
        }
    }

    @Test
    void aFileInItsPlaceIsNamed() throws IOException {
        Path file = Files.writeString(parent.resolve("data"), "mine");
        String message = assertThrows(IOException.class, () -> DataDirectory.open(file)).getMessage();
        assertTrue(message.startsWith("data directory " + file + " cannot be used: " + file), message);
        assertTrue(message.endsWith("; give one that can be written with --data"), message);
    }

    @Test
    void oneThatCannotBeWrittenIsNamed() throws IOException {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(parent), "whoever may do everything is not refused");
        Path path = parent.resolve("data");
        String message = assertThrows(IOException.class, () -> DataDirectory.open(path)).getMessage();
        assertEquals(
                "data directory %s cannot be used: %s: permission denied; give one that can be written with --data".formatted(path, path),
                message);
    }

    @Test
    void oneInAFileSystemThatCannotBeWrittenIsNamed() {
        Path path = Path.of("/proc/awe4lb/data");
        assumeTrue(Files.exists(Path.of("/proc/self")), "Linux's /proc can be written by nobody");
        String message = assertThrows(IOException.class, () -> DataDirectory.open(path)).getMessage();
        assertTrue(message.startsWith("data directory " + path + " cannot be used: /proc/awe4lb"), message);
    }

    @Test
    void whatAKilledProcessLeftUnfinishedIsRemoved() throws IOException {
        Files.createDirectories(parent.resolve("revisions"));
        Path one = Files.writeString(parent.resolve(".overrides.json.77.tmp"), "{");
        Path other = Files.writeString(parent.resolve("revisions/.000001.yaml.78.tmp"), "# {");
        DataDirectory.open(parent).close();
        assertFalse(Files.exists(one));
        assertFalse(Files.exists(other));
    }
}
