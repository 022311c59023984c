package io.awe4lb.spi;

import java.time.Instant;
import java.util.List;

/**
 * All metrics at one moment. What is gone, such as a removed backend, has no samples in it any more.
 *
 * @param time of the reading
 * @param since when counters began at zero: the start of the process
 * @param families one a name, in the order of the documentation; also those that have no samples now
 */
public record MetricsSnapshot(Instant time, Instant since, List<MetricFamily> families) {}
