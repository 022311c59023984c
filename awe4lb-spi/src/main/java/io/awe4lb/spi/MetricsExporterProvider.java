package io.awe4lb.spi;

/** Makes {@linkplain MetricsExporter exporters}: one for each entry of {@code metrics.exporters} that names its type. */
public non-sealed interface MetricsExporterProvider extends Provider {

    /**
     * Makes one exporter. Called when a configuration is read, only to learn whether the options fit together, and again when it is
     * applied; takes nothing of the system and must not block. Classes of a library are best left alone until they are needed: an exporter
     * that nobody asks should cost no memory.
     *
     * @param options validated values of {@link #options()}
     * @return an exporter of its own
     * @throws IllegalArgumentException with a sentence for the user when the options do not fit together: the configuration is refused
     */
    MetricsExporter create(Options options);
}
