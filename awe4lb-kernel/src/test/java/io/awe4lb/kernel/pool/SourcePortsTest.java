package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.config.ConnectConfig;
import io.awe4lb.kernel.config.SocketConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcePortsTest {

    private static final int RANGE = 10;

    private final PoolBackend backend = new TestBackends().tier("a", 1);

    private static ConnectConfig from(String... sources) {
        return new ConnectConfig(Stream.of(sources).map(InetAddress::ofLiteral).toList(), false, SocketConfig.NONE);
    }

    private OptionalLong limit(ConnectConfig config, SocketAddress... addresses) {
        backend.resolved(List.of(addresses));
        return SourcePorts.limit(config, backend, RANGE);
    }

    private static InetSocketAddress at(String ip) {
        return new InetSocketAddress(InetAddress.ofLiteral(ip), 80);
    }

    @Test
    void eachSourceAddressOfTheBackendsFamilyHasAllPortsOnce() {
        assertEquals(OptionalLong.of(10), limit(from(), at("10.0.0.1")));
        assertEquals(OptionalLong.of(20), limit(from("10.0.0.8", "10.0.0.9", "10.0.0.9", "fd00::9"), at("10.0.0.1")));
        assertEquals(OptionalLong.of(10), limit(from("10.0.0.8", "10.0.0.9", "fd00::9"), at("fd00::1")));
        assertEquals(OptionalLong.of(10), limit(from("10.0.0.8"), at("fd00::1")), "the system chooses then");
    }

    @Test
    void whereTheClientsBringTheirOwnNothingIsLimited() {
        assertEquals(OptionalLong.empty(), limit(new ConnectConfig(List.of(), true, SocketConfig.NONE), at("10.0.0.1")));
        assertEquals(OptionalLong.empty(), limit(from(), UnixDomainSocketAddress.of("/run/a.sock")));
        assertEquals(OptionalLong.empty(), limit(from()));
    }

    @Test
    void aBackendIsToldOfOnceUntilThereIsRoomAgain() {
        var news = new PortNews();
        List<Lease> leases = new ArrayList<>();
        take(leases, 7);
        assertEquals(Optional.empty(), news.look(backend, RANGE));
        take(leases, 1);
        assertEquals(Optional.of("8 of the 10 connections live that local ports allow: give the pool more sourceAddresses, or widen "
                + "net.ipv4.ip_local_port_range"), news.look(backend, RANGE));
        take(leases, 1);
        assertEquals(Optional.empty(), news.look(backend, RANGE));
        leases.subList(0, 2).forEach(Lease::close);
        assertEquals(Optional.empty(), news.look(backend, RANGE), "7 are not few enough");
        leases.get(2).close();
        assertEquals(Optional.empty(), news.look(backend, RANGE));
        take(leases, 2);
        assertEquals(true, news.look(backend, RANGE).isPresent());
        news.retain(Set.of());
        assertEquals(true, news.look(backend, RANGE).isPresent(), "one that came back is another one");
    }

    private void take(List<Lease> leases, int count) {
        for (int i = 0; i < count; i++) {
            leases.add(backend.lease());
        }
    }
}
