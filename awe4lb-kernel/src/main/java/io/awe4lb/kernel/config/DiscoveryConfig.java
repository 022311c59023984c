package io.awe4lb.kernel.config;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.DiscoveryProvider;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a pool learns of its backends. The last four are the common options of every polled discovery.
 *
 * @param source the provider with its own options
 * @param interval shortest time between two questions to the source; default 10 s
 * @param timeout time until a question is interrupted; default 30 s
 * @param onFailure what a failed question does to the members; default keep-last
 * @param allowEmpty whether an empty answer empties the pool instead of counting as a failure; default false
 */
public record DiscoveryConfig(
        ProviderConfig<DiscoveryProvider> source, Duration interval, Duration timeout, OnFailure onFailure, boolean allowEmpty) {

    /**
     * The backends that stand in the configuration.
     *
     * @return none where others tell them
     */
    public Stream<BackendSpec> written() {
        return source.provider().options().stream()
                .flatMap(option -> source.options().find(option).stream())
                .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
                .filter(BackendSpec.class::isInstance)
                .map(BackendSpec.class::cast);
    }

    /** What a failed question to the source does to the members of the pool. */
    public enum OnFailure {
        /** The members stay as they are. */
        KEEP_LAST,
        /** The pool becomes empty. */
        SET_EMPTY
    }
}
