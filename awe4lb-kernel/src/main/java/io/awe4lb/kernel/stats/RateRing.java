package io.awe4lb.kernel.stats;

/** The rates of the last moments, one after the other. Four floats each: seven digits are enough to draw. Not thread safe. */
final class RateRing {

    private static final int VALUES = 4;

    private final int slots;
    private final float[] values;

    /** Of which all were nothing until now. */
    RateRing(int slots) {
        this.slots = slots;
        this.values = new float[slots * VALUES];
    }

    void put(long slot, Rate rate) {
        int place = place(slot);
        values[place] = (float) rate.connections();
        values[place + 1] = (float) rate.bytesIn();
        values[place + 2] = (float) rate.bytesOut();
        values[place + 3] = (float) rate.errors();
    }

    Rate at(long slot) {
        int place = place(slot);
        return new Rate(values[place], values[place + 1], values[place + 2], values[place + 3]);
    }

    private int place(long slot) {
        return (int) (slot % slots) * VALUES;
    }
}
