package io.awe4lb.spi;

import java.time.Instant;
import java.util.Optional;

/** A certificate is not given now. */
public final class IssuingException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Milliseconds since 1970; 0: nothing was said. */
    private final long notBefore;

    /**
     * It may be asked again as soon as the kernel wants to.
     *
     * @param message why, and what to do
     */
    public IssuingException(String message) {
        super(message);
        this.notBefore = 0;
    }

    /**
     * It may be asked again as soon as the kernel wants to.
     *
     * @param message why, and what to do
     * @param cause what was thrown
     */
    public IssuingException(String message, Throwable cause) {
        super(message, cause);
        this.notBefore = 0;
    }

    /**
     * It must not be asked again for some time.
     *
     * @param message why, and what to do
     * @param notBefore when it may be asked again
     * @param cause what was thrown
     */
    public IssuingException(String message, Instant notBefore, Throwable cause) {
        super(message, cause);
        this.notBefore = Math.max(1, notBefore.toEpochMilli());
    }

    /**
     * When it may be asked again.
     *
     * @return empty if the authority has not said it
     */
    public Optional<Instant> notBefore() {
        return notBefore == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(notBefore));
    }
}
