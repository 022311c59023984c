package io.awe4lb.kernel.runtime;

import org.jspecify.annotations.Nullable;

/** A valid configuration that cannot come into force here and now, with what to do about it. Nothing has changed. */
public final class ChangeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    /**
     * With the reason.
     *
     * @param pointer JSON Pointer (RFC 6901) to what stands in the way; empty for the whole
     * @param message a sentence that names the thing and says what to do
     */
    public ChangeException(String pointer, String message) {
        this(pointer, message, null);
    }

    /**
     * With the reason and what it comes from.
     *
     * @param pointer JSON Pointer (RFC 6901) to what stands in the way; empty for the whole
     * @param message a sentence that names the thing and says what to do
     * @param cause what failed; may be null
     */
    public ChangeException(String pointer, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.pointer = pointer;
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
