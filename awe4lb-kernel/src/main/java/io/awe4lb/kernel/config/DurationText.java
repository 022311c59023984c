package io.awe4lb.kernel.config;

import java.time.Duration;
import java.util.Optional;

/** A time as a user writes it: {@code 250ms}, {@code 5s}, {@code 1m30s}, {@code 1h}, {@code 2d}; the largest unit first, each once. */
public final class DurationText {

    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
    private static final long[] MILLIS = {86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};
    private static final long MOST_MILLIS = 1_000_000L * 86_400_000L;

    private DurationText() {}

    /**
     * Reads it.
     *
     * @param text as a user wrote it
     * @return from 0 to 1 000 000 days, to which longer ones are cut; empty if it is no duration
     */
    public static Optional<Duration> read(String text) {
        try {
            return Optional.of(parse(text));
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    static Duration parse(String text) throws Refused {
        long total = 0;
        int at = 0;
        int unit = -1;
        while (at < text.length()) {
            int digits = span(text, at, '0', '9');
            int letters = span(text, digits, 'a', 'z');
            int next = unit(text.substring(digits, letters));
            if (digits == at || next <= unit) {
                throw refused(text);
            }
            unit = next;
            total += millis(text.substring(at, digits), unit);
            at = letters;
        }
        if (unit < 0) {
            throw refused(text);
        }
        return Duration.ofMillis(Math.min(total, MOST_MILLIS));
    }

    static String format(Duration duration) {
        var text = new StringBuilder();
        long rest = duration.toMillis();
        for (int unit = 0; unit < UNITS.length; unit++) {
            if (rest >= MILLIS[unit]) {
                text.append(rest / MILLIS[unit]).append(UNITS[unit]);
                rest %= MILLIS[unit];
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static int span(String text, int from, char first, char last) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= first && text.charAt(at) <= last) {
            at++;
        }
        return at;
    }

    private static int unit(String word) {
        for (int unit = 0; unit < UNITS.length; unit++) {
            if (UNITS[unit].equals(word)) {
                return unit;
            }
        }
        return -1;
    }

    /** Clamped far beyond every range, so that sums do not overflow. */
    private static long millis(String digits, int unit) {
        long most = MOST_MILLIS / MILLIS[unit];
        return (digits.length() > 15 ? most : Math.min(Long.parseLong(digits), most)) * MILLIS[unit];
    }

    private static Refused refused(String text) {
        int digits = span(text, 0, '0', '9');
        if (digits > 0 && digits == text.length()) {
            return new Refused(Code.WRONG_TYPE, "%s has no unit: write %ss or %sms".formatted(Quoted.of(text), text, text));
        }
        if (digits > 0 && text.charAt(digits) == '.') {
            return new Refused(Code.WRONG_TYPE, Quoted.of(text) + " is a fraction: " + wholeFor(text, digits));
        }
        return new Refused(Code.WRONG_TYPE, Quoted.of(text) + " is not a duration: write for example 250ms, 5s, 1m30s, 1h or 2d");
    }

    private static String wholeFor(String text, int digits) {
        int end = span(text, digits + 1, '0', '9');
        int unit = unit(text.substring(end));
        if (unit < 0 || end > 9) {
            return "write whole numbers, for example 1500ms for 1.5s";
        }
        long whole = Long.parseLong(text.substring(0, digits)) * MILLIS[unit];
        String fraction = text.substring(digits + 1, end);
        long part = fraction.isEmpty() ? 0 : Math.round(Double.parseDouble("0." + fraction) * MILLIS[unit]);
        return "write " + (MILLIS[unit] > 1_000 ? format(Duration.ofMillis(whole + part)) : whole + part + "ms");
    }
}
