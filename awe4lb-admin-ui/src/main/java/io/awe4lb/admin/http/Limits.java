package io.awe4lb.admin.http;

import java.time.Duration;

/**
 * What management may take, so that it cannot starve the traffic.
 *
 * @param connections open at once; one more is closed
 * @param requests under way at once; one more gets 503
 * @param streams open at once; one more gets 503
 * @param headerTime for the first bytes of a request up to the end of its header
 * @param keepAlive for the next request on a connection, its header included
 * @param bodyTime for all of a request's body
 * @param idle without a byte while one is waited for
 * @param configBytes most of a body that is a configuration
 * @param bodyBytes most of any other body
 */
public record Limits(
        int connections,
        int requests,
        int streams,
        Duration headerTime,
        Duration keepAlive,
        Duration bodyTime,
        Duration idle,
        int configBytes,
        int bodyBytes) {

    /** Those of the program. */
    public static final Limits DEFAULT = new Limits(256, 64, 32, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30),
            Duration.ofSeconds(15), 16 << 20, 64 << 10);
}
