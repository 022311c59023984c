package io.awe4lb.kernel.accesslog;

import io.awe4lb.kernel.config.AccessLogTarget.Facility;
import io.awe4lb.spi.ConnectionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What RFC 5424 puts before a message: priority, version, time, host, program, process, kind, and no structured data. */
final class SyslogHeader {

    private static final int INFORMATIONAL = 6;
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final String start;
    private final String rest;

    private SyslogHeader(String start, String rest) {
        this.start = start;
        this.rest = rest;
    }

    static SyslogHeader of(Facility facility) {
        return new SyslogHeader("<%d>1 ".formatted(facility.number() * 8 + INFORMATIONAL),
                " %s awe4lb %d access - ".formatted(hostName(), ProcessHandle.current().pid()));
    }

    void append(ConnectionRecord record, StringBuilder line) {
        line.append(start).append(record.time()).append(rest);
    }

    /** Without asking a name server; a dash is the RFC's word for unknown. */
    private static String hostName() {
        try {
            String name = Files.readString(HOST_NAME).strip();
            return name.matches("[!-~]{1,255}") ? name : "-";
        } catch (IOException _) { // not on Linux
            return "-";
        }
    }
}
