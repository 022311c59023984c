package io.awe4lb.plugins.discovery.fixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Options;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaticDiscoveryProviderTest {

    private final StaticDiscoveryProvider provider = new StaticDiscoveryProvider();

    @Test
    void answersWithTheListForever() throws Exception {
        var backends =
                List.of(backend("a"), BackendSpec.of(Address.parse("10.0.0.2:80")), BackendSpec.of(Address.parse("unix:/run/x.sock")));

        var discovery = provider.create(Options.defaults().with(StaticDiscoveryProvider.BACKENDS, backends));

        assertEquals(Discovered.forever(backends), discovery.discover());
        assertEquals(Discovered.forever(backends), discovery.discover());
    }

    @Test
    void anEmptyListIsAnAnswer() throws Exception {
        var discovery = provider.create(Options.defaults().with(StaticDiscoveryProvider.BACKENDS, List.of()));

        assertTrue(discovery.discover().backends().isEmpty());
    }

    @Test
    void refusesTwoOfOneName() {
        var options = Options.defaults().with(StaticDiscoveryProvider.BACKENDS, List.of(backend("a"), backend("b"), backend("a")));

        var refused = assertThrows(IllegalArgumentException.class, () -> provider.create(options));

        assertEquals("backend 'a' is listed twice: give one of them another name", refused.getMessage());
    }

    @Test
    void isNotAskedAgainAndNeedsItsList() {
        assertFalse(provider.isPolled());
        assertEquals("static", provider.type());
        assertTrue(provider.options().getFirst().isRequired());
    }

    private static BackendSpec backend(String name) {
        return new BackendSpec(name, Address.parse("10.0.0.1:80"), 5, 2, 100);
    }
}
