package io.awe4lb.kernel.config;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
    /** The configuration is refused. */
    ERROR,
    /** The configuration is accepted, but somebody should look. */
    WARNING;

    /**
     * The word that is shown.
     *
     * @return lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
