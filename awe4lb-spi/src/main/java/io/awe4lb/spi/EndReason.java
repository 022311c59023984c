package io.awe4lb.spi;

import java.util.Locale;

/** Why a connection or session ended. Every one ends with exactly one reason, the same in log, metrics, events and UI. */
public enum EndReason {
    /** Both sides ended in order. */
    NORMAL("both sides ended in order"),
    /** The client left before a backend was connected, or closed while answers were on their way. */
    CLIENT_ABORT("the client left before it was served"),
    /** The client reset the connection. */
    CLIENT_RESET("the client reset the connection"),
    /** Nothing moved for the idle timeout, and it was the client's turn. */
    CLIENT_IDLE_TIMEOUT("the client was idle for too long"),
    /** Every backend tried refused, or could not be reached. */
    BACKEND_REFUSED("the backend refused the connection"),
    /** The last backend tried did not answer within the connect timeout. */
    BACKEND_CONNECT_TIMEOUT("the backend did not answer within the connect timeout"),
    /** The backend reset the connection. */
    BACKEND_RESET("the backend reset the connection"),
    /** Nothing moved for the idle timeout, and it was the backend's turn. */
    BACKEND_IDLE_TIMEOUT("the backend was idle for too long"),
    /** No backend was up, ready and below its limit. */
    NO_BACKEND("no backend was available"),
    /** No route matched and the listener has no default pool. */
    NO_ROUTE("no route matched"),
    /** An access rule said no. */
    DENIED("an access rule denied it"),
    /** A limit of connections was reached. */
    LIMIT("a limit was reached"),
    /** A rate limit was reached. */
    RATE_LIMITED("a rate limit was reached"),
    /** The TLS handshake failed. */
    TLS_HANDSHAKE_FAILED("the TLS handshake failed"),
    /** The PROXY header was missing, malformed or not allowed. */
    PROXY_PROTOCOL_INVALID("the PROXY header was not valid"),
    /** An operator closed it. */
    KILLED_BY_ADMIN("an operator closed it"),
    /** The backend went down and the pool closes its connections then. */
    BACKEND_DOWN("the backend went down"),
    /** Draining took longer than its limit. */
    DRAIN_TIMEOUT("draining took too long"),
    /** The listener was removed. */
    LISTENER_REMOVED("the listener was removed"),
    /** The process stopped. */
    SHUTDOWN("the balancer stopped"),
    /** The process ran out of file descriptors, ports or memory. */
    RESOURCE_EXHAUSTED("a resource of this machine ran out"),
    /** A bug: the log has its stack. */
    INTERNAL_ERROR("an internal error");

    private final String word;
    private final String description;

    EndReason(String description) {
        this.word = name().toLowerCase(Locale.ROOT);
        this.description = description;
    }

    /**
     * The word of log, metrics and REST.
     *
     * @return lower case with underscores, for example {@code no_backend}
     */
    public String word() {
        return word;
    }

    /**
     * The reason in words.
     *
     * @return half a sentence without a full stop
     */
    public String description() {
        return description;
    }
}
