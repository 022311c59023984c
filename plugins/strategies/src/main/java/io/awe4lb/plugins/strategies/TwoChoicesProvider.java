package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.util.concurrent.ThreadLocalRandom;

/** Makes {@link TwoChoices}. */
public final class TwoChoicesProvider implements StrategyProvider {

    @Override
    public String type() {
        return "p2c";
    }

    @Override
    public String description() {
        return "Two different ones drawn in proportion to weight, the one with fewer active connections in proportion to its weight serves.";
    }

    @Override
    public Strategy create(Options options) {
        return new TwoChoices(() -> ThreadLocalRandom.current().nextLong());
    }
}
