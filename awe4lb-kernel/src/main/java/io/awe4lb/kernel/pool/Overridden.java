package io.awe4lb.kernel.pool;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was said of one backend at run time, beside its configuration. Immutable.
 *
 * @param adminStatus empty: ready
 * @param weight from 0 to 65 535; empty: as configured
 */
public record Overridden(Optional<AdminStatus> adminStatus, OptionalInt weight) {

    /** Nothing was said. */
    public static final Overridden NOTHING = new Overridden(Optional.empty(), OptionalInt.empty());
}
