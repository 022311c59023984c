package io.awe4lb.kernel.runtime;

import io.awe4lb.spi.MetricsPage;
import java.util.List;
import java.util.Optional;

/** The metrics as management shows them. Any thread. */
@FunctionalInterface
public interface MetricsDocument {

    /**
     * Of the first exporter that has one.
     *
     * @return empty where none has, or it is {@link #missing}
     */
    Optional<MetricsPage> page();

    /**
     * Exporters that are wanted and could not be opened yet.
     *
     * @return a sentence for each
     */
    default List<String> missing() {
        return List.of();
    }
}
