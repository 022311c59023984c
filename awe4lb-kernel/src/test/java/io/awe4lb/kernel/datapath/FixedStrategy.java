package io.awe4lb.kernel.datapath;

import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;

/** Hands out a strategy that the test made. */
record FixedStrategy(Strategy strategy) implements StrategyProvider {

    @Override
    public String type() {
        return "fixed";
    }

    @Override
    public String description() {
        return "A strategy that a test made.";
    }

    @Override
    public Strategy create(Options options) {
        return strategy;
    }
}
