package io.awe4lb.plugins.discovery.fixed;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import java.util.HashSet;
import java.util.List;

/** Makes discoveries that answer once, with the list that the user wrote. */
public final class StaticDiscoveryProvider implements DiscoveryProvider {

    static final Option<List<BackendSpec>> BACKENDS = Option.required(
            "backends", new OptionType.ListType<>(new OptionType.BackendType()), "The backends, each an address or a map with an address.");

    @Override
    public String type() {
        return "static";
    }

    @Override
    public String description() {
        return "The backends that stand in the configuration.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(BACKENDS);
    }

    @Override
    public boolean isPolled() {
        return false;
    }

    @Override
    public Discovery create(Options options) {
        List<BackendSpec> backends = options.get(BACKENDS);
        var ids = new HashSet<String>();
        for (BackendSpec backend : backends) {
            if (!ids.add(backend.id())) {
                throw new IllegalArgumentException("backend '%s' is listed twice: give one of them another name".formatted(backend.id()));
            }
        }
        Discovered answer = Discovered.forever(backends);
        return () -> answer;
    }
}
