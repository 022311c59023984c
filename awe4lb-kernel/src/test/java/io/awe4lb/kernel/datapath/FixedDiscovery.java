package io.awe4lb.kernel.datapath;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.BackendType;
import io.awe4lb.spi.OptionType.ListType;
import io.awe4lb.spi.Options;
import java.util.List;

/** Finds what the test says. */
record FixedDiscovery(List<BackendSpec> backends) implements DiscoveryProvider {

    @Override
    public String type() {
        return "fixed";
    }

    @Override
    public String description() {
        return "Backends that a test made.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(Option.of("backends", new ListType<>(new BackendType()), backends, "Those."));
    }

    @Override
    public Discovery create(Options options) {
        return () -> Discovered.forever(backends);
    }

    @Override
    public boolean isPolled() {
        return false;
    }
}
