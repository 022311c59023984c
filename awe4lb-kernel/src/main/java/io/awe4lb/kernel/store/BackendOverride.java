package io.awe4lb.kernel.store;

import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.stats.WeightOverride;
import java.util.Optional;

/**
 * What somebody changed of a backend while it ran.
 *
 * @param adminState what a human wants of it; empty: ready, as it always was
 * @param weight instead of the configured one; empty: as configured
 */
public record BackendOverride(Optional<AdminStatus> adminState, Optional<WeightOverride> weight) {

    /** Everything as configured. */
    public static final BackendOverride NONE = new BackendOverride(Optional.empty(), Optional.empty());

    /**
     * The same with another admin state.
     *
     * @param next empty: ready, as it always was
     * @return the weight stays
     */
    public BackendOverride withAdminState(Optional<AdminStatus> next) {
        return new BackendOverride(next, weight);
    }

    /**
     * The same with another weight.
     *
     * @param next empty: as configured
     * @return the admin state stays
     */
    public BackendOverride withWeight(Optional<WeightOverride> next) {
        return new BackendOverride(adminState, next);
    }
}
