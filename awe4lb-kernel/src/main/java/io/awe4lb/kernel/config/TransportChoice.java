package io.awe4lb.kernel.config;

/** Whose sockets carry the traffic. */
public enum TransportChoice {
    /** Those of Linux where they work, else those of the JDK. */
    AUTO,
    /** Those that this program asks of Linux itself. */
    LINUX,
    /** Those of the JDK. */
    NIO
}
