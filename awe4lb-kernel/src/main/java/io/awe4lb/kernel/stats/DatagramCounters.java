package io.awe4lb.kernel.stats;

/** What one loop counted of one listener's datagrams. Written by that loop alone. */
public final class DatagramCounters {

    private long in;
    private long out;
    private final long[] dropped = new long[DropReason.values().length];

    /**
     * Datagrams were passed on. On the loop.
     *
     * @param fromClients to backends
     * @param toClients from backends
     */
    public void moved(int fromClients, int toClients) {
        in += fromClients;
        out += toClients;
    }

    /**
     * Datagrams were dropped. On the loop.
     *
     * @param reason why
     * @param count how many
     */
    public void dropped(DropReason reason, int count) {
        dropped[reason.ordinal()] += count;
    }

    void addTo(DatagramStats.Sum sum) {
        sum.in += in;
        sum.out += out;
        for (int i = 0; i < dropped.length; i++) {
            sum.dropped[i] += dropped[i];
        }
    }
}
