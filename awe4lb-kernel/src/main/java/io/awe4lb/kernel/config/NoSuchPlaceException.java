package io.awe4lb.kernel.config;

/** A pointer leads nowhere. */
public final class NoSuchPlaceException extends EditException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    /**
     * A pointer that cannot be followed.
     *
     * @param pointer JSON Pointer (RFC 6901) up to where nothing is
     * @param message a sentence
     */
    public NoSuchPlaceException(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    /**
     * The place that is not there.
     *
     * @return JSON Pointer
     */
    public String pointer() {
        return pointer;
    }
}
