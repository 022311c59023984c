package io.awe4lb.kernel.pool;

import static io.awe4lb.kernel.pool.LivingPool.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.pool.Health.Status;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PoolNamesTest {

    private static BackendSpec named(String id, String host) {
        return new BackendSpec(id, new Address.Inet(host, 80), 1, 1, 0);
    }

    private static void isReady(LivingPool web) {
        Eventually.until("every name was looked up", () -> web.pool.ready().isDone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:80", "[::1]:80", "[2001:db8::1]:80", "0.0.0.0:80"})
    void aLiteralNeedsNoLookUp(String text) {
        Address.Inet address = (Address.Inet) Address.parse(text);
        assertEquals(Optional.of(new InetSocketAddress(address.host(), 80)), Resolving.literal(address));
    }

    @Test
    void aUnixSocketNeedsNoLookUp() {
        assertEquals(Optional.of(UnixDomainSocketAddress.of("/run/a.sock")), Resolving.literal(Address.parse("unix:/run/a.sock")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:80", "a.example:80", "127.0.0.1.example:80"})
    void aNameNeedsALookUp(String text) {
        assertEquals(Optional.empty(), Resolving.literal(Address.parse(text)));
    }

    @Test
    void aNameStandsForAllOfItsAddresses() {
        try (var web = new PoolSettings().start()) {
            web.finds(named("a", "localhost"), spec("b"));
            isReady(web);
            assertEquals(List.of("a", "b"), web.serving());
            assertFalse(web.backend("a").addresses().isEmpty());
            for (SocketAddress address : web.backend("a").addresses()) {
                assertTrue(address instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress() && inet.getPort() == 80);
            }
        }
    }

    @Test
    void aNameThatDoesNotResolveHoldsUpNobody() {
        try (var web = new PoolSettings().start()) {
            web.finds(named("a", "does-not-exist.invalid"), spec("b"));
            isReady(web);
            assertEquals(List.of("a", "b"), web.all());
            assertEquals(List.of("b"), web.serving());
            assertEquals(List.of(), web.backend("a").addresses());
            assertEquals(List.of("backend_name a: its name does not resolve; it gets no connections until it does"), web.context.told);
        }
    }

    @Test
    void theHealthOfANameThatDoesNotResolveIsUnknown() {
        try (var web = new PoolSettings().checked().start()) {
            web.finds(named("a", "does-not-exist.invalid"));
            Eventually.until("it is unknown", () -> web.backend("a").health().status() == Status.UNKNOWN);
            assertEquals("its name does not resolve: does-not-exist.invalid:80", web.backend("a").health().sentence());
            assertEquals(0, web.checks.runs("a"));
        }
    }
}
