package io.awe4lb.spi;

/** Where exporters get the metrics from. Any thread, several at once. */
@FunctionalInterface
public interface MetricsSource {

    /**
     * Adds everything up that was counted. It takes nothing from those that count: no lock, and no time of an event loop. What it costs
     * grows with the number of series, so it is called when somebody wants them, and not more often.
     *
     * @return as of now; values that belong together may be a moment apart
     */
    MetricsSnapshot read();
}
