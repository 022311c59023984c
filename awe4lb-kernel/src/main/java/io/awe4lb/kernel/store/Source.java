package io.awe4lb.kernel.store;

import java.util.Locale;

/** Where a revision came from. */
public enum Source {
    /** The file or directory given with {@code -c}. */
    FILE,
    /** A request to the admin address. */
    REST,
    /** An earlier revision. */
    RESTORE,
    /** A configuration that is no file: the demonstration's. */
    COMMAND_LINE;

    /**
     * The word in files, REST and the log.
     *
     * @return lower case, as in {@code command_line}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
