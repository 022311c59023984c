package io.awe4lb.kernel.config;

/** Which connections are written down. */
public sealed interface AccessLogLevel {

    /** Every one. */
    record All() implements AccessLogLevel {}

    /** Those that did not end normally, and those that more than one backend was asked for. */
    record Errors() implements AccessLogLevel {}

    /**
     * One of several, whatever its end.
     *
     * @param of 2 or more
     */
    record OneIn(int of) implements AccessLogLevel {}

    /** None. */
    record Off() implements AccessLogLevel {}
}
