package io.awe4lb.kernel.datapath;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The timers that Linux keeps for connections. Source: proc_net_tcp.txt of the kernel's documentation. */
final class SystemTimers {

    private static final String ESTABLISHED = "01";
    private static final String KEEP_ALIVE = "02";
    private static final long TICKS_PER_SECOND = 100; // USER_HZ

    private SystemTimers() {}

    /** @return seconds, begun ones included, until a silent peer is probed; 0 when it never is */
    static long secondsToProbe(int localPort, int remotePort) {
        String ports = ".*:%04X [0-9A-F]+:%04X %s .*".formatted(localPort, remotePort, ESTABLISHED);
        Predicate<String> isTheConnection = Pattern.compile(ports).asMatchPredicate();
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6").map(Path::of).filter(Files::exists)
                .flatMap(file -> find(file, isTheConnection).stream())
                .mapToLong(SystemTimers::secondsToProbe).findFirst().orElse(0);
    }

    private static long secondsToProbe(String line) {
        String[] timer = line.strip().split("\\s+")[5].split(":");
        long ticks = Long.parseLong(timer[1], 16);
        return timer[0].equals(KEEP_ALIVE) ? (ticks + TICKS_PER_SECOND - 1) / TICKS_PER_SECOND : 0;
    }

    /** Line by line: a machine that was busy a minute ago has a hundred thousand connections in TIME_WAIT. */
    private static Optional<String> find(Path file, Predicate<String> wanted) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(wanted).findFirst();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
