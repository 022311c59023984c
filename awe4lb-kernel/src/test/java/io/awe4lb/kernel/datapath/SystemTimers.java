package io.awe4lb.kernel.datapath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The timers that Linux keeps for connections. Source: proc_net_tcp.txt of the kernel's documentation. */
final class SystemTimers {

    private static final String KEEP_ALIVE = "02";
    private static final long TICKS_PER_SECOND = 100; // USER_HZ

    private SystemTimers() {}

    /** @return seconds, begun ones included, until a silent peer is probed; 0 when it never is */
    static long secondsToProbe(int localPort, int remotePort) {
        String local = ":%04X".formatted(localPort);
        String remote = ":%04X".formatted(remotePort);
        return lines().map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[1].endsWith(local) && columns[2].endsWith(remote))
                .map(columns -> columns[5].split(":"))
                .filter(timer -> timer[0].equals(KEEP_ALIVE))
                .mapToLong(timer -> (Long.parseLong(timer[1].toLowerCase(Locale.ROOT), 16) + TICKS_PER_SECOND - 1) / TICKS_PER_SECOND)
                .findFirst().orElse(0);
    }

    private static Stream<String> lines() {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6").map(Path::of).filter(Files::exists).map(SystemTimers::read)
                .flatMap(lines -> lines.stream().skip(1));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
