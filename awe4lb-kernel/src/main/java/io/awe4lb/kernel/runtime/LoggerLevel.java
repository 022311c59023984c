package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.LogLevel;

/**
 * From which level on a logger writes, and why.
 *
 * @param logger its name
 * @param level that holds
 * @param origin where that comes from
 * @param who said it at run time; else empty
 */
public record LoggerLevel(String logger, LogLevel level, Origin origin, String who) {

    /** Where a level comes from. */
    public enum Origin {
        /** Nobody said anything else. */
        DEFAULT,
        /** The configuration. */
        CONFIGURATION,
        /** Somebody, while the program runs. */
        OVERRIDE
    }
}
