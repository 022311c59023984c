package io.awe4lb.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An answer of {@link Discovery#discover()}.
 *
 * @param backends the current backends; copied
 * @param validFor for how long the answer holds before the source is asked again (a DNS TTL, zero to ask again at once); empty for an
 *     answer that never changes
 */
public record Discovered(List<BackendSpec> backends, Optional<Duration> validFor) {

    /** Copies the list. */
    public Discovered {
        backends = List.copyOf(backends);
    }

    /**
     * An answer that never changes: the source is not asked again.
     *
     * @param backends the backends
     * @return the answer
     */
    public static Discovered forever(List<BackendSpec> backends) {
        return new Discovered(backends, Optional.empty());
    }

    /**
     * An answer that holds for some time.
     *
     * @param backends the backends
     * @param validFor time until the source is asked again
     * @return the answer
     */
    public static Discovered validFor(List<BackendSpec> backends, Duration validFor) {
        return new Discovered(backends, Optional.of(validFor));
    }
}
