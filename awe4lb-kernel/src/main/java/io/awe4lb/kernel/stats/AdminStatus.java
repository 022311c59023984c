package io.awe4lb.kernel.stats;

import java.time.Instant;

/**
 * What a human wants of a backend, and who said so. Immutable.
 *
 * @param state the wish
 * @param reason a sentence of whoever said it; may be empty
 * @param who said it; empty: nobody, it is as configured
 * @param since when it was said, or when the backend came
 */
public record AdminStatus(AdminState state, String reason, String who, Instant since) {

    /**
     * As every backend begins.
     *
     * @param since now
     * @return ready, and nobody said so
     */
    public static AdminStatus ready(Instant since) {
        return new AdminStatus(AdminState.READY, "", "", since);
    }
}
