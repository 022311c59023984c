package io.awe4lb.kernel.stats;

import io.awe4lb.spi.EndReason;

/**
 * The few counters that rates are made of, of a listener or a backend.
 *
 * @param connections that came to the listener, or that were made to the backend
 * @param bytesIn passed on from clients
 * @param bytesOut passed on to clients
 * @param errors connections that ended by a failure that is not the client's and that nobody asked for; of a backend, connects that failed
 */
public record Traffic(long connections, long bytesIn, long bytesOut, long errors) {

    /** Nothing. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0);

    /**
     * Adds another.
     *
     * @param other of another loop or thing
     * @return the sum
     */
    public Traffic plus(Traffic other) {
        return new Traffic(connections + other.connections, bytesIn + other.bytesIn, bytesOut + other.bytesOut, errors + other.errors);
    }

    /**
     * What came since then.
     *
     * @param before of the same thing
     * @return the difference; nothing if the counters have begun anew meanwhile
     */
    Traffic since(Traffic before) {
        boolean isAnother = connections < before.connections || bytesIn < before.bytesIn || bytesOut < before.bytesOut
                || errors < before.errors;
        return isAnother ? NONE
                : new Traffic(connections - before.connections, bytesIn - before.bytesIn, bytesOut - before.bytesOut,
                        errors - before.errors);
    }

    /** Whether an end for this reason is a failure that somebody should look into. */
    static boolean isError(EndReason reason) {
        return switch (reason) {
            case NORMAL, CLIENT_ABORT, CLIENT_TRUNCATED, BACKEND_TRUNCATED, CLIENT_RESET, CLIENT_IDLE_TIMEOUT, BACKEND_IDLE_TIMEOUT, DENIED,
                    MAX_LIFETIME, KILLED_BY_ADMIN, FAULT_INJECTED, DRAIN_TIMEOUT,
                    BACKEND_REMOVED, LISTENER_REMOVED, SHUTDOWN ->
                    false;
            case BACKEND_REFUSED, BACKEND_CONNECT_TIMEOUT, BACKEND_TLS_FAILED, BACKEND_RESET, NO_BACKEND, NO_ROUTE, LIMIT, RATE_LIMITED,
                    TLS_HANDSHAKE_FAILED,
                    PROXY_PROTOCOL_INVALID, BACKEND_DOWN, RESOURCE_EXHAUSTED, INTERNAL_ERROR ->
                    true;
        };
    }
}
