package io.awe4lb.spi;

/** The source of a discovery could not be asked, or its answer not be understood. */
public class DiscoveryException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * With a sentence for the operator.
     *
     * @param message what failed and what to do, naming the source
     */
    public DiscoveryException(String message) {
        super(message);
    }

    /**
     * With a sentence for the operator and the cause for the log.
     *
     * @param message what failed and what to do, naming the source
     * @param cause what was thrown
     */
    public DiscoveryException(String message, Throwable cause) {
        super(message, cause);
    }
}
