package io.awe4lb.kernel.pool;

import java.time.Instant;
import java.util.Locale;

/**
 * What is observed of a backend. Immutable.
 *
 * @param status the word
 * @param serves whether it may get new connections as far as its checks go
 * @param code why, as a lower-case word with underscores
 * @param sentence why, for an operator
 * @param since when the status was reached
 */
public record Health(Status status, boolean serves, String code, String sentence, Instant since) {

    /** The words of the contract. */
    public enum Status {
        /** Enough checks have passed. */
        UP,
        /** Enough checks have failed. */
        DOWN,
        /** Too few checks yet. */
        STARTING,
        /** The pool has no health check. */
        UNCHECKED,
        /** The check itself failed, so that nothing new is known. */
        UNKNOWN;

        /**
         * The word of log, metrics and REST.
         *
         * @return in lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
