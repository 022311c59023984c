package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.stats.AdminState;
import java.time.Duration;
import java.util.Optional;

/**
 * What somebody wants of a backend.
 *
 * @param state ready, drain or maint
 * @param timeout time after which {@code onTimeout} happens to the connections that are left; empty: they may live as long as they want
 * @param onTimeout what happens to them then
 * @param reason a sentence; may be empty
 * @param who wants it
 */
public record AdminRequest(AdminState state, Optional<Duration> timeout, OnTimeout onTimeout, String reason, String who) {

    /** What happens to connections that outlive the time given. */
    public enum OnTimeout {
        /** They live on; an event says how many. */
        KEEP,
        /** They are closed with {@code drain_timeout}. */
        CLOSE
    }
}
