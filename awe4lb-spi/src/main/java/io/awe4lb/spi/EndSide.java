package io.awe4lb.spi;

import java.util.Locale;

/** Who ended a connection or session, or made it end. */
public enum EndSide {
    /** The client. */
    CLIENT,
    /** The backend. */
    BACKEND,
    /** awe4lb itself: a rule, a limit, an operator, a want of something. */
    BALANCER;

    private final String word = name().toLowerCase(Locale.ROOT);

    /**
     * The word of the log.
     *
     * @return in lower case
     */
    public String word() {
        return word;
    }
}
