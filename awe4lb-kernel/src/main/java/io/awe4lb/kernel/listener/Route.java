package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.config.RouteConfig;
import io.awe4lb.kernel.pool.Pool;
import java.util.Optional;

/** A way from a listener to a pool. Immutable but for how many clients have gone it, which each loop counts for itself. */
public final class Route {

    /** The word for the way of all who are meant by no route. */
    public static final String OTHERS = "others";

    /** Counters of a loop are as far from another loop's as a cache line is long: 64 bytes. */
    private static final int STRIDE = Long.SIZE / Byte.SIZE;

    private final int place;
    private final Optional<RouteConfig> config;
    private final Pool pool;
    private final long[] taken;

    private Route(int place, Optional<RouteConfig> config, Pool pool, long[] taken) {
        this.place = place;
        this.config = config;
        this.pool = pool;
        this.taken = taken;
    }

    /** @param place from 1, as it is written */
    static Route of(int place, RouteConfig config, Pool pool, int loops) {
        return new Route(place, Optional.of(config), pool, new long[loops * STRIDE]);
    }

    static Route ofOthers(Pool pool, int loops) {
        return new Route(0, Optional.empty(), pool, new long[loops * STRIDE]);
    }

    /** Goes on with the counts of another one, if that is the same way to the same pool. */
    Route after(Route before) {
        boolean isSame = config.equals(before.config) && pool.id().equals(before.pool.id());
        return isSame ? new Route(place, config, pool, before.taken) : this;
    }

    /**
     * How people call it.
     *
     * @return the number of its place in the configuration, from 1, or {@link #OTHERS}
     */
    public String name() {
        return config.isEmpty() ? OTHERS : Integer.toString(place);
    }

    /**
     * Whom it is for.
     *
     * @return empty: for those that no other one is for
     */
    public Optional<RouteConfig> config() {
        return config;
    }

    /**
     * Where it leads.
     *
     * @return of the configuration
     */
    public Pool pool() {
        return pool;
    }

    /**
     * A client goes this way. On the loop.
     *
     * @param loop index of the loop, from 0
     */
    public void taken(int loop) {
        taken[loop * STRIDE]++;
    }

    /**
     * Connections of clients that have gone this way. Any thread.
     *
     * @return of all loops, since this route stands at its place
     */
    public long connections() {
        long sum = 0;
        for (int i = 0; i < taken.length; i += STRIDE) {
            sum += taken[i];
        }
        return sum;
    }
}
