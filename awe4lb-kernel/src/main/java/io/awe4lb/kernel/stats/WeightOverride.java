package io.awe4lb.kernel.stats;

import java.time.Instant;

/**
 * A weight that holds instead of the configured one, and who said so. Immutable.
 *
 * @param weight 0 to {@value io.awe4lb.spi.BackendSpec#MAX_WEIGHT}
 * @param who said it; may be empty
 * @param since when it was said
 */
public record WeightOverride(int weight, String who, Instant since) {}
