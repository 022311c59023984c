package io.awe4lb.cli.client;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as it is typed and as the API takes it: {@code 30s}, {@code 1m30s}, {@code 2h}. */
final class TimeText implements ITypeConverter<Duration> {

    private static final Pattern PARTS =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,6})s)?(?:(\\d{1,6})ms)?");
    private static final Duration[] UNITS =
            {Duration.ofDays(1), Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMillis(1)};

    @Override
    public Duration convert(String text) {
        Matcher parts = PARTS.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            throw new TypeConversionException("'" + text + "' is no time: write for example 30s, 5m or 1h30m");
        }
        Duration sum = Duration.ZERO;
        for (int i = 0; i < UNITS.length; i++) {
            String number = parts.group(i + 1);
            sum = sum.plus(UNITS[i].multipliedBy(number == null ? 0 : Long.parseLong(number)));
        }
        return sum;
    }

    static String of(Duration time) {
        return time.toMillis() + "ms";
    }
}
