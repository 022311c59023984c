package io.awe4lb.spi;

/**
 * A text that nobody shows: neither a log, nor an answer, nor an exception's sentence.
 *
 * @param value the text itself; never empty
 */
public record Secret(String value) {

    /** What stands for a secret wherever one would be shown. */
    public static final String MASK = "********";

    /** The mask, whatever the value is. */
    @Override
    public String toString() {
        return MASK;
    }
}
