package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.util.concurrent.ThreadLocalRandom;

/** Makes {@link Weight}. */
public final class WeightProvider implements StrategyProvider {

    @Override
    public String type() {
        return "weight";
    }

    @Override
    public String description() {
        return "At random, in proportion to weight.";
    }

    @Override
    public Strategy create(Options options) {
        return new Weight(() -> ThreadLocalRandom.current().nextLong());
    }
}
