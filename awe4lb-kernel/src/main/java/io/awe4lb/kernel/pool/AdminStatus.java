package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.stats.AdminState;
import java.time.Instant;

/**
 * What a human wants of a backend, and who said so. Immutable.
 *
 * @param state the wish
 * @param reason a sentence of whoever said it; may be empty
 * @param who said it; empty: nobody, it is as configured
 * @param since when it was said, or when the backend came
 */
public record AdminStatus(AdminState state, String reason, String who, Instant since) {}
