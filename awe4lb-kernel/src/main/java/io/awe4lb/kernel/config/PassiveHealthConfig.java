package io.awe4lb.kernel.config;

import java.time.Duration;

/**
 * What clients' bad experiences do to a backend.
 *
 * @param failures failed connects within the window that take it out; 1 or more, default 1
 * @param resets connections that it reset within the window that take it out; 0, the default: they do not matter
 * @param window how long each counts; default the time of {@code ejection}
 * @param ejection for how long it gets no new connections the first time, each further time twice as long; {@link Duration#ZERO} for never;
 *     default 10 s
 * @param maxEjection most that this grows to; default 5 min
 * @param maxEjectedPercent share of the backends that could serve, of which no more are out at a time; default 50
 */
public record PassiveHealthConfig(
        int failures, int resets, Duration window, Duration ejection, Duration maxEjection, int maxEjectedPercent) {

    /** Nothing takes a backend out. */
    public static final PassiveHealthConfig OFF = of(1, Duration.ZERO);

    /**
     * With the defaults besides.
     *
     * @param failures failed connects
     * @param ejection for how long
     * @return the settings
     */
    public static PassiveHealthConfig of(int failures, Duration ejection) {
        return new PassiveHealthConfig(failures, 0, ejection, ejection, Duration.ofMinutes(5), 50);
    }

    /**
     * Whether nothing takes a backend out.
     *
     * @return true if {@code ejection} is off
     */
    public boolean isOff() {
        return ejection.isZero();
    }
}
