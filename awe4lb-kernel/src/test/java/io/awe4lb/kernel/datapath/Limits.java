package io.awe4lb.kernel.datapath;

import io.awe4lb.kernel.config.LimitsConfig;
import io.awe4lb.kernel.config.OnLimit;
import io.awe4lb.kernel.config.Rate;
import java.time.Duration;
import java.util.Optional;

/** Limits of a listener for tests, one at a time. */
public final class Limits {

    private int connections;
    private int perSource;
    private Optional<Rate> rate = Optional.empty();
    private Optional<Rate> ratePerSource = Optional.empty();
    private int ipv4Prefix = 32;
    private int ipv6Prefix = 64;
    private long in;
    private long out;
    private long totalIn;
    private long totalOut;
    private OnLimit onLimit = new OnLimit.Close();
    private int maxQueued = LimitsConfig.DEFAULT_QUEUED;

    public static Limits of() {
        return new Limits();
    }

    public Limits connections(int most) {
        connections = most;
        return this;
    }

    public Limits perSource(int most) {
        perSource = most;
        return this;
    }

    public Limits rate(int count, Duration per) {
        rate = Optional.of(new Rate(count, per));
        return this;
    }

    public Limits ratePerSource(int count, Duration per) {
        ratePerSource = Optional.of(new Rate(count, per));
        return this;
    }

    public Limits source(int ipv4, int ipv6) {
        ipv4Prefix = ipv4;
        ipv6Prefix = ipv6;
        return this;
    }

    Limits bandwidth(long inward, long outward) {
        in = inward;
        out = outward;
        return this;
    }

    Limits totalBandwidth(long inward, long outward) {
        totalIn = inward;
        totalOut = outward;
        return this;
    }

    public Limits on(OnLimit action) {
        onLimit = action;
        return this;
    }

    Limits queue(Duration atMost, int most) {
        maxQueued = most;
        return on(new OnLimit.Queue(atMost));
    }

    public LimitsConfig config() {
        return new LimitsConfig(connections, perSource, rate, ratePerSource, ipv4Prefix, ipv6Prefix, in, out, totalIn, totalOut, onLimit,
                maxQueued);
    }
}
