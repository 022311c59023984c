package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.util.concurrent.ThreadLocalRandom;

/** Makes {@link LeastConnections}. */
public final class LeastConnectionsProvider implements StrategyProvider {

    @Override
    public String type() {
        return "least-connections";
    }

    @Override
    public String description() {
        return "The one with the fewest active connections in proportion to its weight.";
    }

    @Override
    public Strategy create(Options options) {
        return new LeastConnections(() -> ThreadLocalRandom.current().nextLong());
    }
}
