package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Makes {@link LeastBandwidth}. */
public final class LeastBandwidthProvider implements StrategyProvider {

    static final Option<Duration> HALF_LIFE = Option.of("halfLife",
            new OptionType.DurationType(Duration.ofMillis(100), Duration.ofHours(1), false), Duration.ofSeconds(5),
            "How soon the past is forgotten: after this time, what a backend moved counts half.");

    @Override
    public String type() {
        return "least-bandwidth";
    }

    @Override
    public String description() {
        return "The one that moves the fewest bytes a second in proportion to its weight.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(HALF_LIFE);
    }

    @Override
    public Strategy create(Options options) {
        return new LeastBandwidth(() -> ThreadLocalRandom.current().nextLong(), System::nanoTime, options.get(HALF_LIFE));
    }
}
