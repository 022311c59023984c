package io.awe4lb.kernel.stats;

import java.util.Locale;

/** What a human wants of a backend, whatever its health. */
public enum AdminState {
    /** It serves as its health allows. */
    READY,
    /** No new work; what lives goes on, and checks too. */
    DRAIN,
    /** No new work and no checks. */
    MAINT;

    /**
     * The word in REST, metrics and the log.
     *
     * @return lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
