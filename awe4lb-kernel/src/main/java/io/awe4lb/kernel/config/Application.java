package io.awe4lb.kernel.config;

import io.awe4lb.spi.OptionType.ChoiceType;

/** What a client speaks, by its first bytes or by none. The word of each is its name in lower case. */
public enum Application {
    /** TLS, whatever is within. */
    TLS,
    /** HTTP in clear. */
    HTTP,
    /** SSH. */
    SSH,
    /** PostgreSQL, with or without TLS. */
    POSTGRES,
    /** It waits for the server to speak first, as with MySQL, SMTP and FTP. */
    SILENT;

    /**
     * The word of the configuration.
     *
     * @return such as {@code postgres}
     */
    public String word() {
        return ChoiceType.word(this);
    }
}
