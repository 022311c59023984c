package io.awe4lb.kernel.config;

/** Whole numbers and sizes as a user writes them. Leading zeros, underscores, hexadecimal and the like are refused, never guessed. */
final class NumberText {

    private static final int MOST_DIGITS = 18;

    private NumberText() {}

    /** {@code 8}, {@code 10k} for thousands, {@code 2M} for millions. */
    static int number(String text, int min, int max) throws Refused {
        long factor = text.endsWith("k") ? 1_000 : text.endsWith("M") ? 1_000_000 : 1;
        String digits = factor == 1 ? text : text.substring(0, text.length() - 1);
        if (!isWhole(digits)) {
            throw new Refused(Code.WRONG_TYPE, Quoted.of(text) + " is not a whole number: write for example 8, 10k or 2M");
        }
        long value = value(digits, factor);
        if (value < min || value > max) {
            throw new Refused(Code.OUT_OF_RANGE, text + " is not " + range(min, max));
        }
        return (int) value;
    }

    /** {@code 4096}, {@code 16k} or {@code 16KiB}, {@code 1M} or {@code 1MiB}, {@code 1G} or {@code 1GiB}: all in powers of 1024. */
    static long size(String text, long min, long max) throws Refused {
        int end = text.length();
        while (end > 0 && !Character.isDigit(text.charAt(end - 1))) {
            end--;
        }
        String digits = text.substring(0, end);
        long factor = factor(text.substring(end));
        if (factor == 0 || !isWhole(digits) || digits.startsWith("-")) {
            throw new Refused(Code.WRONG_TYPE, Quoted.of(text) + " is not a size: write bytes, or for example 16k, 16KiB, 1MiB or 1GiB");
        }
        long value = value(digits, factor);
        if (value < min || value > max) {
            throw new Refused(Code.OUT_OF_RANGE, text + " is not from " + formatSize(min) + " to " + formatSize(max));
        }
        return value;
    }

    static String range(int min, int max) {
        return max == Integer.MAX_VALUE ? min + " or more" : "from " + min + " to " + max;
    }

    static String formatSize(long bytes) {
        String[] units = {"GiB", "MiB", "KiB"};
        for (int i = 0; i < units.length; i++) {
            long factor = 1L << 30 - 10 * i;
            if (bytes >= factor && bytes % factor == 0) {
                return bytes / factor + units[i];
            }
        }
        return Long.toString(bytes);
    }

    private static long factor(String unit) {
        return switch (unit) {
            case "" -> 1;
            case "k", "KiB" -> 1 << 10;
            case "M", "MiB" -> 1 << 20;
            case "G", "GiB" -> 1 << 30;
            default -> 0;
        };
    }

    private static boolean isWhole(String text) {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        boolean isZeroLed = digits.length() > 1 && digits.startsWith("0");
        return !digits.isEmpty() && !isZeroLed && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Clamped where it would overflow. */
    private static long value(String digits, long factor) {
        boolean isNegative = digits.startsWith("-");
        long most = isNegative ? Long.MIN_VALUE : Long.MAX_VALUE;
        if (digits.length() > MOST_DIGITS) {
            return most;
        }
        long number = Long.parseLong(digits);
        return Math.abs(number) > Long.MAX_VALUE / factor ? most : number * factor;
    }
}
