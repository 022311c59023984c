package io.awe4lb.kernel.stats;

import java.util.Locale;

/** Why a datagram was not passed on. */
public enum DropReason {
    /** It is larger than {@code udp.datagram}: passing on a part of it would be worse. */
    TRUNCATED,
    /** Of a new client while {@code udp.maxSessions} sessions live, or every backend that serves has its {@code maxConnections}. */
    LIMIT,
    /** An access rule said no to the client. */
    DENIED,
    /** Of a new client, while they come faster than the listener allows. */
    RATE_LIMITED,
    /** No backend was up and ready. */
    NO_BACKEND,
    /** Every backend that was asked refused. */
    BACKEND_REFUSED,
    /** An answer that nobody waits for: more than {@code udp.maxResponses}. */
    SURPLUS,
    /** From port 0, where no answer can go, or from somebody who claims to be a listener of this process. */
    INVALID_SOURCE,
    /** Without a PROXY header where there has to be one, with one that is wrong, or from somebody who is not believed. */
    PROXY_PROTOCOL_INVALID,
    /** The system did not take it: no room, a packet filter, or too large for the path. */
    UNSENT,
    /** No descriptor or port was left for a new session. */
    RESOURCE_EXHAUSTED,
    /** Of a new client while the listener is being removed. */
    STOPPING,
    /** A bug: the log has its stack. */
    INTERNAL_ERROR;

    private final String word = name().toLowerCase(Locale.ROOT);

    /**
     * The word of metrics and REST.
     *
     * @return in lower case with underscores
     */
    public String word() {
        return word;
    }
}
