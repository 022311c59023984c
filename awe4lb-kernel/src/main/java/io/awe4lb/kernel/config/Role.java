package io.awe4lb.kernel.config;

/** What the holder of a token may do. In order: each may do what those before it may. */
public enum Role {
    /** Reads everything but secrets. */
    VIEWER,
    /** Also drains and weighs backends and closes connections. */
    OPERATOR,
    /** Also changes the configuration. */
    ADMIN
}
