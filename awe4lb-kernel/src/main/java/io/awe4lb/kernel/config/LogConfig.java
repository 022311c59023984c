package io.awe4lb.kernel.config;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The program's own log.
 *
 * @param format of its lines
 * @param levels by the name of a logger; a name stands for all below it, {@value #ROOT} for all
 */
public record LogConfig(LogFormat format, Map<String, LogLevel> levels) {

    /** The name that stands for all loggers. */
    public static final String ROOT = "root";

    /** As if nothing were written. */
    public static final LogConfig DEFAULT = new LogConfig(LogFormat.TEXT, Map.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$-]+(\\.[A-Za-z0-9_$-]+)*");
    private static final int LONGEST_NAME = 200;

    /**
     * Whether a logger can have this name.
     *
     * @param name as somebody wrote it
     * @return true for {@value #ROOT}, and for what looks like a package or a class
     */
    public static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
    }
}
