package io.awe4lb.plugins.accesslog;

import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.EndReason;

/** HAProxy's two letters for how a connection ended (its configuration manual, section 8.5): who ended it, and when in its life. */
final class TerminationState {

    private TerminationState() {}

    static String of(ConnectionRecord record) {
        boolean hasBackend = record.timings().connect().isPresent();
        return record.end().map(end -> of(end.reason(), hasBackend)).orElse("--");
    }

    /**
     * The letters for a reason.
     *
     * @param hasBackend whether a backend had accepted
     */
    static String of(EndReason reason, boolean hasBackend) {
        String when = hasBackend ? "D" : "C";
        return switch (reason) {
            case NORMAL -> "--";
            case CLIENT_ABORT, CLIENT_RESET, CLIENT_TRUNCATED -> "C" + when;
            case CLIENT_IDLE_TIMEOUT -> "cD";
            case BACKEND_REFUSED, BACKEND_TLS_FAILED, NO_BACKEND, NO_ROUTE -> "SC";
            case BACKEND_CONNECT_TIMEOUT -> "sC";
            case BACKEND_RESET, BACKEND_TRUNCATED -> "SD";
            case BACKEND_IDLE_TIMEOUT -> "sD";
            case DENIED, RATE_LIMITED, TLS_HANDSHAKE_FAILED, PROXY_PROTOCOL_INVALID -> "PR";
            case LIMIT -> "PC";
            case BACKEND_DOWN -> "D" + when;
            case MAX_LIFETIME, KILLED_BY_ADMIN, FAULT_INJECTED, DRAIN_TIMEOUT, BACKEND_REMOVED, LISTENER_REMOVED, SHUTDOWN -> "K" + when;
            case RESOURCE_EXHAUSTED -> "R" + when;
            case INTERNAL_ERROR -> "I" + when;
        };
    }
}
