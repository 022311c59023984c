package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.util.List;

/** Makes {@link Sticky}. */
public final class StickyProvider implements StrategyProvider {

    @Override
    public String type() {
        return "sticky";
    }

    @Override
    public String description() {
        return "The same client to the same backend, computed by a rendezvous hash and not remembered.";
    }

    @Override
    public List<Option<?>> options() {
        return HashOptions.ALL;
    }

    @Override
    public Strategy create(Options options) {
        return new Sticky(HashOptions.key(options), HashOptions.bound(options));
    }
}
