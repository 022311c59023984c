package io.awe4lb.kernel.store;

import io.awe4lb.spi.BackendSpec;
import java.time.Instant;
import java.util.List;

/**
 * The last backends that a pool's source has told.
 *
 * @param source what the source was, as text: a list counts for the same source only
 * @param time when it became what it is
 * @param backends as they were told; copied
 */
public record LastList(String source, Instant time, List<BackendSpec> backends) {

    /** Copies the list. */
    public LastList {
        backends = List.copyOf(backends);
    }
}
