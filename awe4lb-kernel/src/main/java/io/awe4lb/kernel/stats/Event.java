package io.awe4lb.kernel.stats;

import java.time.Instant;
import java.util.Locale;

/**
 * One thing that happened, for whoever watches.
 *
 * @param id grows by one with each event, and from one start of the process to the next
 * @param time when it was published
 * @param type what kind of thing
 * @param severity how much it matters
 * @param listener id, or empty
 * @param pool id, or empty
 * @param backend id within its pool, or empty
 * @param who did it: a token's id, a signal, a file; empty for the program itself
 * @param message a sentence; no secret and no client's address stands in it
 */
public record Event(
        long id,
        Instant time,
        EventType type,
        Severity severity,
        String listener,
        String pool,
        String backend,
        String who,
        String message) {

    /** How much an event matters. */
    public enum Severity {
        /** Good to know. */
        INFO,
        /** Somebody should look. */
        WARNING,
        /** Somebody has to do something. */
        ERROR;

        /**
         * The word in REST and the log.
         *
         * @return lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
