package io.awe4lb.kernel.metrics;

/** Values of the label {@code direction}. */
final class Direction {

    /** From clients. */
    static final String IN = "in";

    /** To clients. */
    static final String OUT = "out";

    private Direction() {}
}
