package io.awe4lb.kernel.stats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ports that the system chooses from for connections that this machine opens. */
public final class LocalPorts {

    /** Of Linux. */
    static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    /** From 32768 to 60999: what Linux has where nobody has changed it. */
    private static final int USUAL = 28_232;
    /** More than two numbers and what is between them. */
    private static final int ROOM = 64;

    private LocalPorts() {}

    /**
     * Asks the system. Any thread; reads a small file.
     *
     * @return how many there are for one local address and one peer; Linux's usual number where the system does not tell
     */
    public static int count() {
        return count(RANGE, USUAL);
    }

    static int count(Path file, int usual) {
        try (InputStream in = Files.newInputStream(file)) {
            // in one read: a second one gets nothing here, and the JDK's readers of whole files ask for a single byte first
            String[] ends = new String(in.readNBytes(ROOM), StandardCharsets.US_ASCII).strip().split("\\s+");
            return Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) { // another system, or no descriptor is left
            return usual;
        }
    }
}
