package io.awe4lb.kernel.stats;

/**
 * A second, or ten, of the history of one thing.
 *
 * @param rate how much moved in it
 * @param gauges how it stood at its end
 */
public record Moment(Rate rate, Gauges gauges) {

    /** Nothing moved, and nobody is connected. */
    public static final Moment NONE = new Moment(Rate.NONE, Gauges.NONE);
}
