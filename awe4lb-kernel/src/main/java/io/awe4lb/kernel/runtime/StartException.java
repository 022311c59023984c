package io.awe4lb.kernel.runtime;

/** The balancer could not start; nothing of it runs. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What stood in the way. */
    public enum Cause {
        /** An address could not be bound. */
        BIND,
        /** A plugin that the configuration needs refused or failed. */
        PLUGIN,
        /** The system gave no event loop. */
        SYSTEM
    }

    private final Cause reason;

    StartException(Cause reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * What stood in the way.
     *
     * @return for the exit code
     */
    public Cause reason() {
        return reason;
    }
}
