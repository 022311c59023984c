package io.awe4lb.kernel.stats;

/** The last moments, one after the other. Seven floats each: seven digits are enough to draw. Not thread safe. */
final class RateRing {

    private static final int VALUES = 7;

    private final int slots;
    private final float[] values;

    /** Of which all were nothing until now. */
    RateRing(int slots) {
        this.slots = slots;
        this.values = new float[slots * VALUES];
    }

    void put(long slot, Rate rate, Gauges gauges) {
        int place = place(slot);
        values[place] = (float) rate.connections();
        values[place + 1] = (float) rate.bytesIn();
        values[place + 2] = (float) rate.bytesOut();
        values[place + 3] = (float) rate.errors();
        values[place + 4] = gauges.active();
        values[place + 5] = (float) gauges.p50();
        values[place + 6] = (float) gauges.p95();
    }

    Moment at(long slot) {
        int place = place(slot);
        return new Moment(new Rate(values[place], values[place + 1], values[place + 2], values[place + 3]),
                new Gauges((long) values[place + 4], values[place + 5], values[place + 6]));
    }

    private int place(long slot) {
        return (int) (slot % slots) * VALUES;
    }
}
