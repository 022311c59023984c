package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;

/** Makes {@link First}. */
public final class FirstProvider implements StrategyProvider {

    @Override
    public String type() {
        return "first";
    }

    @Override
    public String description() {
        return "The first in the order of the configuration that is below its maxConnections.";
    }

    @Override
    public Strategy create(Options options) {
        return new First();
    }
}
