package io.awe4lb.spi;

/**
 * Probes one backend. Called on virtual threads, for many backends at once but never twice at a time for one backend.
 *
 * <p>How often, how many in a row count, and the common options ({@code interval, timeout, rise, fall, port, host, initial}) are the
 * kernel's business.
 */
public interface HealthCheck {

    /**
     * Probes once. May block until the target's timeout and is interrupted then, which counts as a failure with a general code: give up a
     * few milliseconds earlier to say what it was that did not come.
     *
     * @param target what to probe
     * @return what was found; a thrown {@link RuntimeException} counts as {@link CheckResult.Inconclusive}
     * @throws InterruptedException when interrupted: leave at once
     */
    CheckResult check(CheckTarget target) throws InterruptedException;
}
