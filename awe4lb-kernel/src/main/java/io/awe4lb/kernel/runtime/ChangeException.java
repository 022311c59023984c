package io.awe4lb.kernel.runtime;

import org.jspecify.annotations.Nullable;

/** A valid configuration that cannot come into force here and now, with what to do about it. Nothing has changed. */
public final class ChangeException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Reason {
        /** An address cannot be bound. */
        BIND,
        /** A plugin refuses or has failed. */
        PLUGIN,
        /** The system gives something not: an event loop, a file, an option of a socket. */
        SYSTEM,
        /** It can only come into force with a new start. */
        RESTART
    }

    private final Reason reason;
    private final String pointer;

    /**
     * With what stands in the way.
     *
     * @param reason of which kind
     * @param pointer JSON Pointer (RFC 6901) to the part of the configuration; empty for the whole
     * @param message a sentence that names the thing and says what to do
     * @param cause what failed; null if nothing was thrown
     */
    public ChangeException(Reason reason, String pointer, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.pointer = pointer;
    }

    /**
     * With something that the system does not give.
     *
     * @param pointer JSON Pointer (RFC 6901) to the part of the configuration; empty for the whole
     * @param message a sentence that names the thing and says what to do
     */
    public ChangeException(String pointer, String message) {
        this(Reason.SYSTEM, pointer, message, null);
    }

    /**
     * Of which kind it is.
     *
     * @return for exit codes and statuses
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Where in the configuration.
     *
     * @return JSON Pointer
     */
    public String pointer() {
        return pointer;
    }

    /**
     * What to do about it.
     *
     * @return a sentence
     */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
