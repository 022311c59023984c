package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Values of an answer as they stand in a table. */
final class Shown {

    private static final long KIBI = 1024;
    private static final String UNITS = "KMGTPE";

    private Shown() {}

    /** {@code -} for nothing. */
    static String text(JsonNode node, String property) {
        String text = OneLine.of(node.path(property).asText());
        return text.isEmpty() ? "-" : text;
    }

    /** To the second, in UTC. */
    static String time(JsonNode node, String property) {
        try {
            return Instant.parse(node.path(property).asText()).truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeException _) {
            return text(node, property);
        }
    }

    /** {@code 812}, {@code 88.2 KiB}. */
    static String bytes(JsonNode node, String property) {
        long bytes = node.path(property).asLong();
        double scaled = bytes;
        int unit = -1;
        while (scaled >= KIBI) {
            scaled /= KIBI;
            unit++;
        }
        return unit < 0 ? String.valueOf(bytes) : String.format(Locale.ROOT, "%.1f %siB", scaled, UNITS.charAt(unit));
    }

    /** In its two largest units: {@code 3d4h}, {@code 5m12s}, {@code 7s}. */
    static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + "d" + age.toHoursPart() + "h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h" + age.toMinutesPart() + "m";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" + age.toSecondsPart() + "s" : age.toSeconds() + "s";
    }
}
