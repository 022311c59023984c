package io.awe4lb.kernel.config;

/** How a line of the program's own log looks. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** For programs: one JSON object a line. */
    JSON
}
