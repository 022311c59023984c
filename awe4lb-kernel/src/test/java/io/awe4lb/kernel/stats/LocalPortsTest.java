package io.awe4lb.kernel.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalPortsTest {

    private static final int USUAL = -1;

    @TempDir
    Path directory;

    private int count(String text) throws IOException {
        return LocalPorts.count(Files.writeString(directory.resolve("range"), text), USUAL);
    }

    @Test
    void bothEndsBelongToTheRange() throws IOException {
        assertEquals(28_232, count("32768\t60999\n"));
        assertEquals(1, count("1024 1024"));
    }

    @Test
    void aSystemThatDoesNotTellHasTheUsualRange() throws IOException {
        assertEquals(USUAL, LocalPorts.count(directory.resolve("nothing"), USUAL));
        assertEquals(USUAL, count("many"));
    }

    /** Its own file is read as other programs read it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatLinuxTellsIsUnderstood() throws Exception {
        Process awk = new ProcessBuilder("awk", "{print $2 - $1 + 1}", "/proc/sys/net/ipv4/ip_local_port_range").start();
        assertEquals(new String(awk.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip(),
                Integer.toString(LocalPorts.count(LocalPorts.RANGE, USUAL)));
    }
}
