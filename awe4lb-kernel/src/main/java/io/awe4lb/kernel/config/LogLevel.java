package io.awe4lb.kernel.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** From which level on lines are written. */
public enum LogLevel {
    /** None. */
    OFF,
    /** Somebody has to do something. */
    ERROR,
    /** Somebody should look. */
    WARN,
    /** What an operator wants to know. */
    INFO,
    /** What helps to find a mistake. */
    DEBUG,
    /** Everything. */
    TRACE;

    /**
     * The word in configuration, REST and log.
     *
     * @return lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The level of a word.
     *
     * @param word as somebody wrote it
     * @return empty if there is none
     */
    public static Optional<LogLevel> of(String word) {
        return Arrays.stream(values()).filter(level -> level.word().equals(word)).findFirst();
    }
}
