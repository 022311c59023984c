package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.util.List;

/** Makes {@link Sticky}. */
public final class StickyProvider implements StrategyProvider {

    /** What the clients of one backend have in common. */
    enum By {
        /** The client's IP address; its port does not matter. */
        SOURCE
    }

    static final Option<By> BY = Option.choice("by", By.SOURCE, "What a client is known by: source is its IP address, whatever its port.");

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
        return List.of(BY);
    }

    @Override
    public Strategy create(Options options) {
        return switch (options.get(BY)) {
            case SOURCE -> new Sticky();
        };
    }
}
