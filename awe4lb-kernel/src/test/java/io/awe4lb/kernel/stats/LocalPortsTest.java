package io.awe4lb.kernel.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPortsTest {

    @TempDir
    Path directory;

    private int count(String text) throws IOException {
        return LocalPorts.count(Files.writeString(directory.resolve("range"), text));
    }

    @Test
    void bothEndsBelongToTheRange() throws IOException {
        assertEquals(28_232, count("32768\t60999\n"));
        assertEquals(1, count("1024 1024"));
    }

    @Test
    void aSystemThatDoesNotTellHasTheUsualRange() throws IOException {
        assertEquals(28_232, LocalPorts.count(directory.resolve("nothing")));
        assertEquals(28_232, count("many"));
    }
}
