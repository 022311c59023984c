package io.awe4lb.spi;

import java.util.Locale;
import java.util.Optional;

/** Why a connection or session ended. Every one ends with exactly one reason, the same in log, metrics, events and UI. */
public enum EndReason {
    /** Both sides ended in order. */
    NORMAL("both sides ended in order"),
    /** The client left before a backend was connected, or closed while answers were on their way. */
    CLIENT_ABORT("the client left before it was served", EndSide.CLIENT),
    /** The client ended the connection without saying so within TLS: what came of it may not be all. */
    CLIENT_TRUNCATED("the client ended without the close_notify of TLS", EndSide.CLIENT),
    /** The client reset the connection. */
    CLIENT_RESET("the client reset the connection", EndSide.CLIENT),
    /** Nothing moved for the idle timeout, and it was the client's turn. */
    CLIENT_IDLE_TIMEOUT("the client was idle for too long", EndSide.CLIENT),
    /** Every backend tried refused, or could not be reached. */
    BACKEND_REFUSED("the backend refused the connection", EndSide.BACKEND),
    /** The last backend tried did not answer within the connect timeout. */
    BACKEND_CONNECT_TIMEOUT("the backend did not answer within the connect timeout", EndSide.BACKEND),
    /** The last backend tried agreed on no TLS handshake with the pool, is not who it should be, or broke the rules of TLS later. */
    BACKEND_TLS_FAILED("the TLS handshake with the backend failed", EndSide.BACKEND),
    /** The backend ended the connection without saying so within TLS: what came of it may not be all. */
    BACKEND_TRUNCATED("the backend ended without the close_notify of TLS", EndSide.BACKEND),
    /** The backend reset the connection. */
    BACKEND_RESET("the backend reset the connection", EndSide.BACKEND),
    /** Nothing moved for the idle timeout, and it was the backend's turn. */
    BACKEND_IDLE_TIMEOUT("the backend was idle for too long", EndSide.BACKEND),
    /** No backend was up, ready and below its limit. */
    NO_BACKEND("no backend was available", EndSide.BALANCER),
    /** No route matched and the listener has no default pool. */
    NO_ROUTE("no route matched", EndSide.BALANCER),
    /** An access rule said no. */
    DENIED("an access rule denied it", EndSide.BALANCER),
    /** A limit of connections was reached. */
    LIMIT("a limit was reached", EndSide.BALANCER),
    /** A rate limit was reached. */
    RATE_LIMITED("a rate limit was reached", EndSide.BALANCER),
    /** It has lived for as long as a connection may. */
    MAX_LIFETIME("it had lived for as long as it may", EndSide.BALANCER),
    /** The TLS handshake failed, or the client broke the rules of TLS later, for example by another handshake. */
    TLS_HANDSHAKE_FAILED("the TLS handshake failed", EndSide.CLIENT),
    /** The PROXY header was missing, malformed or not allowed. */
    PROXY_PROTOCOL_INVALID("the PROXY header was not valid", EndSide.CLIENT),
    /** An operator closed it. */
    KILLED_BY_ADMIN("an operator closed it", EndSide.BALANCER),
    /** An operator wanted it to end, to see what clients make of that. */
    FAULT_INJECTED("somebody wanted it to fail", EndSide.BALANCER),
    /** The backend went down and the pool closes its connections then. */
    BACKEND_DOWN("the backend went down", EndSide.BALANCER),
    /** Draining took longer than its limit. */
    DRAIN_TIMEOUT("draining took too long", EndSide.BALANCER),
    /** The backend left its pool, which closes its connections then. */
    BACKEND_REMOVED("the backend left its pool", EndSide.BALANCER),
    /** The listener was removed. */
    LISTENER_REMOVED("the listener was removed", EndSide.BALANCER),
    /** The process stopped. */
    SHUTDOWN("the balancer stopped", EndSide.BALANCER),
    /** The process ran out of file descriptors, ports or memory. */
    RESOURCE_EXHAUSTED("a resource of this machine ran out", EndSide.BALANCER),
    /** A bug: the log has its stack. */
    INTERNAL_ERROR("an internal error", EndSide.BALANCER);

    private final String word;
    private final String description;
    private final Optional<EndSide> side;

    EndReason(String description) {
        this(description, Optional.empty());
    }

    EndReason(String description, EndSide side) {
        this(description, Optional.of(side));
    }

    EndReason(String description, Optional<EndSide> side) {
        this.word = name().toLowerCase(Locale.ROOT);
        this.description = description;
        this.side = side;
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

    /**
     * Who makes a connection end for this reason.
     *
     * @return empty for {@link #NORMAL}, where it is whoever ended first
     */
    public Optional<EndSide> side() {
        return side;
    }
}
