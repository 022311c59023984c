package com.example.canary;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.util.List;

/** Makes {@link Canary} for every pool that says {@code strategy: {type: canary}}. */
public final class CanaryProvider implements StrategyProvider {

    private static final Option<Integer> PERCENT =
            Option.number("percent", 5, 0, 100, "How many of 100 clients go to the backends of weight 0.");

    @Override
    public String type() {
        return "canary";
    }

    @Override
    public String description() {
        return "A share of the clients, always the same ones, to the backends of weight 0.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(PERCENT);
    }

    @Override
    public Strategy create(Options options) {
        return new Canary(options.get(PERCENT));
    }
}
