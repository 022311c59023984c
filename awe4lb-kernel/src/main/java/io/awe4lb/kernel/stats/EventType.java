package io.awe4lb.kernel.stats;

import java.util.Locale;

/** What kind of thing happened. The words are shown to users and do not change. */
public enum EventType {
    /** A backend went up, down or to another health. */
    BACKEND_HEALTH,
    /** Somebody had a backend checked, or a whole pool, without waiting for the interval. */
    BACKEND_CHECK,
    /** A backend was ejected for failed connections, or taken back. */
    BACKEND_EJECTED,
    /** So few backends of a pool are healthy that all are used, or no longer so. */
    POOL_PANIC,
    /** A backend's name does not resolve, or does again. */
    BACKEND_NAME,
    /** Somebody changed a backend's admin state. */
    BACKEND_ADMIN_STATE,
    /** Somebody changed a backend's weight while it runs. */
    BACKEND_WEIGHT,
    /** A discovery failed, works again, or found other backends. */
    DISCOVERY,
    /** Another configuration is in force. */
    CONFIG_APPLIED,
    /** A configuration was refused; what was in force still is. */
    CONFIG_REJECTED,
    /** The plugins that were loaded when the program started, and each that failed. */
    PLUGIN,
    /** A certificate was renewed, or cannot be. */
    CERTIFICATE,
    /** Files of access rules were read again, or cannot be. */
    ACCESS,
    /** Somebody changed from which level on the program's own log is written. */
    LOG_LEVEL,
    /** An exporter of metrics fails, or works again. */
    METRICS,
    /** Somebody, or a policy, closed live connections. */
    CONNECTIONS_CLOSED,
    /** Somebody wants connections of a listener to fail, or no longer. */
    FAULT,
    /** A target of the access log takes no lines, or takes them again. */
    ACCESS_LOG,
    /** Somebody logged in or out, tried to, or tried what the role does not allow. */
    LOGIN,
    /** The machine gives no more: accepting pauses. */
    RESOURCES,
    /** Something is short: new work of less important listeners is turned away, or no longer. */
    OVERLOAD,
    /** A bug ended a connection or a task; the log has its stack. */
    INTERNAL_ERROR,
    /** The program serves, or a part of it that was missing at the start is there. */
    STARTED,
    /** A stop began, or is cut short. */
    STOPPING;

    /**
     * The word in REST and the log.
     *
     * @return lower case, as in {@code backend_health}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
