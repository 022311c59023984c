package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;

/** Makes {@link RoundRobin}. */
public final class RoundRobinProvider implements StrategyProvider {

    @Override
    public String type() {
        return "round-robin";
    }

    @Override
    public String description() {
        return "One after the other, smoothly weighted where weights differ.";
    }

    @Override
    public Strategy create(Options options) {
        return new RoundRobin();
    }
}
