package io.awe4lb.kernel.pool;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.BackendType;
import io.awe4lb.spi.OptionType.ListType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.util.List;

/** Providers that hand out what a test made. */
final class Providing {

    private Providing() {}

    static StrategyProvider strategy(Strategy strategy) {
        return new OfStrategy(strategy);
    }

    /** @param written what stands in its options */
    static DiscoveryProvider discovery(Discovery discovery, boolean polled, List<BackendSpec> written) {
        return new OfDiscovery(discovery, polled, written);
    }

    static HealthCheckProvider healthCheck(HealthCheck check) {
        return new OfHealthCheck(check);
    }

    private record OfStrategy(Strategy strategy) implements StrategyProvider {
        @Override
        public String type() {
            return "fake";
        }

        @Override
        public String description() {
            return "Made by a test.";
        }

        @Override
        public Strategy create(Options options) {
            return strategy;
        }
    }

    private record OfDiscovery(Discovery discovery, boolean isPolled, List<BackendSpec> written) implements DiscoveryProvider {
        @Override
        public List<Option<?>> options() {
            return List.of(Option.of("backends", new ListType<>(new BackendType()), written, "Made by a test."));
        }

        @Override
        public String type() {
            return "fake";
        }

        @Override
        public String description() {
            return "Made by a test.";
        }

        @Override
        public Discovery create(Options options) {
            return discovery;
        }
    }

    private record OfHealthCheck(HealthCheck check) implements HealthCheckProvider {
        @Override
        public String type() {
            return "fake";
        }

        @Override
        public String description() {
            return "Made by a test.";
        }

        @Override
        public HealthCheck create(Options options) {
            return check;
        }
    }
}
