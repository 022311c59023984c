package io.awe4lb.kernel.config;

import java.time.Duration;

/**
 * Socket options of a listener.
 *
 * @param backlog connections that wait in the system until they are accepted
 * @param deferAccept how long a connection without a byte waits there; zero: off
 * @param fastOpen unfinished handshakes that may carry bytes; 0: off
 * @param transparent whether clients come that wanted to go elsewhere
 * @param accepted options of the clients' connections
 */
public record ListenConfig(int backlog, Duration deferAccept, int fastOpen, boolean transparent, SocketConfig accepted) {

    /** What holds when nothing is written. */
    public static final ListenConfig DEFAULT = new ListenConfig(4096, Duration.ZERO, 0, false, SocketConfig.NONE);
}
