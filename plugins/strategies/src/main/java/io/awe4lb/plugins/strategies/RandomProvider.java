package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.util.concurrent.ThreadLocalRandom;

/** Makes {@link Random}. */
public final class RandomProvider implements StrategyProvider {

    @Override
    public String type() {
        return "random";
    }

    @Override
    public String description() {
        return "At random, each backend as often as any other, whatever its weight.";
    }

    @Override
    public Strategy create(Options options) {
        return new Random(() -> ThreadLocalRandom.current().nextLong());
    }
}
