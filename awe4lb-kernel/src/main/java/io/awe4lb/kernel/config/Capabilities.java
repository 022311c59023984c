package io.awe4lb.kernel.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux lets this process do beyond what it lets everybody do. Source: capabilities(7), proc_pid_status(5). */
final class Capabilities {

    private static final String LINE = "CapEff:";
    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_NET_RAW = 13;

    private Capabilities() {}

    /** @return whether it may have sockets with addresses of others; also where the system does not tell */
    static boolean allowTransparent() {
        try {
            return allowTransparent(Files.readAllLines(Path.of("/proc/self/status")));
        } catch (IOException _) { // not Linux: the transport says so
            return true;
        }
    }

    /** @param status lines of {@code /proc/self/status} */
    static boolean allowTransparent(List<String> status) {
        long allowed = status.stream().filter(line -> line.startsWith(LINE)).findFirst()
                .map(line -> Long.parseUnsignedLong(line.substring(LINE.length()).strip(), 16)).orElse(-1L);
        return (allowed & (1L << CAP_NET_ADMIN | 1L << CAP_NET_RAW)) != 0;
    }
}
