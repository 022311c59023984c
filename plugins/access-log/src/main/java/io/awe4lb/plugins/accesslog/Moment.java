package io.awe4lb.plugins.accesslog;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as text, to the millisecond: {@code DateTimeFormatter} takes as long as the rest of a line. */
final class Moment {

    private static final String[] MONTHS = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    private static final int NANOS_A_MILLI = 1_000_000;

    private Moment() {}

    /** {@code 2026-03-01T12:15:26.030Z} (RFC 3339). */
    static void appendRfc3339(Instant instant, StringBuilder line) {
        LocalDateTime time = at(instant, ZoneOffset.UTC);
        line.append(time.getYear()).append('-');
        two(time.getMonthValue(), line).append('-');
        two(time.getDayOfMonth(), line).append('T');
        clock(time, line).append('Z');
    }

    /** {@code 01/Mar/2026:13:15:26.030}, as HAProxy's {@code %t}. */
    static void appendHaproxy(Instant instant, ZoneOffset offset, StringBuilder line) {
        LocalDateTime time = at(instant, offset);
        two(time.getDayOfMonth(), line).append('/').append(MONTHS[time.getMonthValue() - 1]).append('/').append(time.getYear()).append(':');
        clock(time, line);
    }

    private static LocalDateTime at(Instant instant, ZoneOffset offset) {
        return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), offset);
    }

    private static StringBuilder clock(LocalDateTime time, StringBuilder line) {
        two(time.getHour(), line).append(':');
        two(time.getMinute(), line).append(':');
        two(time.getSecond(), line).append('.');
        int millis = time.getNano() / NANOS_A_MILLI;
        return two(millis / 10, line).append((char) ('0' + millis % 10));
    }

    private static StringBuilder two(int number, StringBuilder line) {
        return line.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
