package io.awe4lb.kernel.config;

import java.time.Duration;

/**
 * From where on new work of less important listeners is turned away.
 *
 * @param descriptorsPercent share of the file descriptors that the process may have; 0: they do not matter
 * @param memoryPercent share of the heap in use after a collection, or of all memory there is; 0: it does not matter
 * @param loopLag time that something ready has to wait for an event loop; {@link Duration#ZERO}: it does not matter
 */
public record OverloadConfig(int descriptorsPercent, int memoryPercent, Duration loopLag) {

    /** What holds when nothing is written. */
    public static final OverloadConfig DEFAULT = new OverloadConfig(90, 90, Duration.ofSeconds(1));
}
