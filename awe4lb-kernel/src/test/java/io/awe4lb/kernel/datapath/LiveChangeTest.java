package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.KeepAliveConfig;
import io.awe4lb.kernel.config.ListenConfig;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.config.RemovePolicy;
import io.awe4lb.kernel.config.SocketConfig;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.runtime.AdminRequest;
import io.awe4lb.kernel.runtime.AdminRequest.OnTimeout;
import io.awe4lb.kernel.runtime.Change.Kind;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.ChangeException.Reason;
import io.awe4lb.kernel.runtime.Impact;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.store.BackendKey;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Changes of everything while connections live. */
class LiveChangeTest extends OnEachTransport {

    private static final RemovePolicy CLOSE = new RemovePolicy.Close();
    private static final RemovePolicy AT_ONCE = new RemovePolicy.Drain(Duration.ofMillis(1));

    @Test
    void aChangedListenerKeepsItsSocketsConnectionsAndCounters() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer old = balanced.client();
                Peer oldBackend = listening.accepts()) {
            var address = balanced.address();
            BalancerConfig before = balanced.balancer().config();
            balanced.becomes(listeners(before, Balanced.over().idle(Duration.ofMillis(150)).listener("test", any())));
            assertEquals(address, balanced.address());
            try (Peer client = balanced.client(); Peer _ = listening.accepts()) {
                client.seesEnd(); // by the new timeout
            }
            old.sends("still there");
            oldBackend.receives("still there");
            assertEquals(2, balanced.stats().accepted());
        }
    }

    @Test
    void theSameConfigurationChangesNothing() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            assertEquals(List.of(), balanced.becomes(balanced.balancer().config()));
        }
    }

    @Test
    void aBackendThatIsAddedTakesClientsAndTouchesNone() throws Exception {
        try (var first = new Listening();
                var second = new Listening();
                var balanced = Balanced.over(first.spec()).on(transport);
                Peer old = balanced.client();
                Peer oldBackend = first.accepts()) {
            balanced.becomes(pools(balanced.balancer().config(), Balanced.over(second.spec(), first.spec()).pool("backends")));
            try (Peer client = balanced.client(); Peer backend = second.accepts()) {
                client.sends("hello");
                backend.receives("hello");
            }
            oldBackend.sends("still there");
            old.receives("still there");
        }
    }

    @Test
    void connectionsOfARemovedBackendEndByThePolicyOfThePool() throws Exception {
        try (var gone = new Listening();
                var stays = new Listening();
                var balanced = Balanced.over(gone.spec(), stays.spec()).onRemove(CLOSE).on(transport);
                Peer client = balanced.client();
                Peer _ = gone.accepts()) {
            balanced.becomes(pools(balanced.balancer().config(), Balanced.over(stays.spec()).onRemove(CLOSE).pool("backends")));
            client.seesEnd();
            balanced.ended(EndReason.BACKEND_REMOVED, 1);
            try (Peer next = balanced.client(); Peer backend = stays.accepts()) {
                next.sends("hello");
                backend.receives("hello");
            }
        }
    }

    @Test
    void aBackendThatIsBackBeforeItsDrainIsOverHasItsConnectionsAgain() throws Exception {
        RemovePolicy soon = new RemovePolicy.Drain(Duration.ofSeconds(2));
        try (var flapping = new Listening();
                var other = new Listening();
                var balanced = Balanced.over(flapping.spec(), other.spec()).onRemove(soon).on(transport);
                Peer client = balanced.client();
                Peer backend = flapping.accepts()) {
            BalancerConfig before = balanced.balancer().config();
            balanced.becomes(pools(before, Balanced.over(other.spec()).onRemove(soon).pool("backends")));
            long until = System.nanoTime() + Duration.ofMillis(2_200).toNanos();
            balanced.becomes(before);
            assertEquals(1, balanced.balancer().pool("backends").orElseThrow().members().all().getFirst().activeConnections());
            Eventually.is(true, () -> System.nanoTime() > until, () -> "the drain is over");
            client.sends("still there");
            backend.receives("still there");
        }
    }

    @Test
    void connectionsOfARemovedListenerEndByItsPolicyAndNobodyComesAnyMore() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).onRemove(AT_ONCE).on(transport);
                Peer client = balanced.client();
                Peer _ = listening.accepts()) {
            var address = balanced.address();
            BalancerConfig before = balanced.balancer().config();
            List<Impact> impacts = balanced.becomes(listeners(before));
            client.seesEnd();
            assertThrows(ConnectException.class, () -> Peer.connect(address));
            assertEquals(1, impacts.getFirst().connections());
            assertEquals(Kind.REMOVED, impacts.getFirst().change().kind());
        }
    }

    @Test
    void connectionsOfARemovedPoolEndByItsPolicy() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).onRemove(CLOSE).on(transport);
                Peer client = balanced.client();
                Peer _ = listening.accepts()) {
            var renamed = Balanced.over(listening.spec()).onRemove(CLOSE);
            ListenerConfig listener = ledTo("renamed", renamed.listener("test", any()));
            balanced.becomes(pools(listeners(balanced.balancer().config(), listener), renamed.pool("renamed")));
            client.seesEnd();
            try (Peer next = balanced.client(); Peer backend = listening.accepts()) {
                next.sends("hello");
                backend.receives("hello");
            }
        }
    }

    @Test
    void whoeverWaitsForABackendOfARemovedPoolWaitsNoMore() throws Exception {
        try (var listening = new Listening()) {
            var settings = Balanced.over(listening.specOfOneSlot()).limits(Limits.of().queue(Duration.ofMinutes(10), 100).config());
            try (var balanced = settings.on(transport);
                    Peer first = balanced.client();
                    Peer backend = listening.accepts();
                    Peer second = balanced.client()) {
                first.sends("hello");
                backend.receives("hello");
                Pool left = balanced.balancer().pool("backends").orElseThrow();
                Eventually.until("the second waits", () -> left.line().length() == 1);
                ListenerConfig listener = ledTo("renamed", balanced.balancer().config().listeners().get("test"));
                balanced.becomes(pools(listeners(balanced.balancer().config(), listener), settings.pool("renamed")));
                second.seesEnd();
                balanced.ended(EndReason.NO_BACKEND, 1);
                assertEquals(0, left.line().length());
            }
        }
    }

    @Test
    void aListenerAndAPoolThatAreTakenBackHaveTheirConnectionsAgain() throws Exception {
        RemovePolicy soon = new RemovePolicy.Drain(Duration.ofSeconds(2));
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).onRemove(soon).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            BalancerConfig before = balanced.balancer().config();
            balanced.becomes(
                    new BalancerConfig(Optional.empty(), before.log(), before.metrics(), before.transport(), before.loops(),
                            before.shutdown(), Map.of(),
                            Map.of()));
            long until = System.nanoTime() + Duration.ofMillis(2_200).toNanos();
            balanced.becomes(before);
            assertEquals(1, balanced.stats().active());
            assertEquals(1, balanced.balancer().pool("backends").orElseThrow().members().all().getFirst().activeConnections());
            Eventually.is(true, () -> System.nanoTime() > until, () -> "the drain is over");
            client.sends("still there");
            backend.receives("still there");
        }
    }

    @Test
    void connectionsThatAPolicyClosesAreToldAsAnEvent() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).onRemove(new RemovePolicy.Close()).on(transport);
                Peer one = balanced.client();
                Peer other = balanced.client();
                Peer _ = listening.accepts();
                Peer _ = listening.accepts()) {
            BalancerConfig before = balanced.balancer().config();
            balanced.becomes(new BalancerConfig(Optional.empty(), before.log(), before.metrics(), before.transport(), before.loops(),
                    before.shutdown(),
                    Map.of(), before.pools()));
            one.seesEnd();
            other.seesEnd();
            Eventually.is(List.of("test: connections closed: 2 (listener_removed: the listener was removed)"),
                    () -> balanced.balancer().events().latest(10).stream().filter(event -> event.type() == EventType.CONNECTIONS_CLOSED)
                            .map(event -> event.listener() + ": " + event.message()).toList(),
                    () -> "what was told");
        }
    }

    @Test
    void connectionsOfARemovedListenerLiveOnIfItsPolicyKeepsThem() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            balanced.becomes(
                    new BalancerConfig(Optional.empty(), balanced.balancer().config().log(), balanced.balancer().config().metrics(),
                            balanced.balancer().config().transport(), 2,
                            balanced.balancer().config().shutdown(), Map.of(), Map.of())); // its pool goes with it
            client.sends("still there");
            backend.receives("still there");
        }
    }

    @Test
    void aListenerMovesToAnotherPortAndItsConnectionsStay() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer old = balanced.client();
                Peer oldBackend = listening.accepts()) {
            var address = balanced.address();
            balanced.becomes(listeners(balanced.balancer().config(), Balanced.over().listener("test", local(freePort()))));
            assertThrows(ConnectException.class, () -> Peer.connect(address));
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("new port");
                backend.receives("new port");
            }
            old.sends("still there");
            oldBackend.receives("still there");
        }
    }

    @Test
    void aPortMovesFromOneListenerToAnotherInOneChange() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            int port = ((InetSocketAddress) balanced.address()).getPort();
            balanced.becomes(listeners(balanced.balancer().config(), Balanced.over().listener("other", local(port))));
            try (Peer client = Peer.connect(new InetSocketAddress("127.0.0.1", port)); Peer backend = listening.accepts()) {
                client.sends("hello");
                backend.receives("hello");
                assertEquals("other", balanced.connections().getFirst().listener());
            }
        }
    }

    @Test
    void nobodyIsRefusedWhileAListenerGetsOtherSocketOptions() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                var clients = new Clients(balanced.address(), listening)) {
            int backlog = ListenConfig.DEFAULT.backlog();
            for (int i = 1; i <= 20; i++) {
                var keepAlive =
                        new SocketConfig(Optional.of(new KeepAliveConfig(Duration.ofSeconds(i), Duration.ofSeconds(1), 3)), Duration.ZERO,
                                0, Optional.empty());
                var listen = new ListenConfig(backlog, Duration.ZERO, 0, false, keepAlive);
                balanced.becomes(listeners(balanced.balancer().config(), Balanced.over().listen(listen).listener("test", any())));
                clients.awaitMore(10);
            }
        }
    }

    @Test
    void anotherBacklogIsTakenOrRefusedAsTheTransportCan() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            var listen = new ListenConfig(7, Duration.ZERO, 0, false, SocketConfig.NONE);
            BalancerConfig wanted = listeners(balanced.balancer().config(), Balanced.over().listen(listen).listener("test", any()));
            if (transport.name().equals("linux")) {
                balanced.becomes(wanted);
                assertEquals(wanted, balanced.balancer().config());
            } else {
                ChangeException refused = assertThrows(ChangeException.class, () -> balanced.becomes(wanted));
                assertTrue(refused.getMessage().contains("backlog"), refused.getMessage());
                assertThrows(ChangeException.class, () -> balanced.balancer().diff(wanted));
            }
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("hello");
                backend.receives("hello");
            }
        }
    }

    @Test
    void nobodyIsRefusedWhileAnAddressGoesFromListenerToListener() throws Exception {
        try (var listening = new Listening();
                var taken = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport)) {
            SocketAddress address = balanced.address();
            int port = ((InetSocketAddress) address).getPort();
            BalancerConfig base = balanced.balancer().config();
            // bound beside the old one, whose port was 0: Linux resets who is in the middle of its handshake with a socket that closes
            balanced.becomes(listeners(base, Balanced.over().listener("first", local(port))));
            try (var clients = new Clients(address, listening)) {
                for (int i = 0; i < 20; i++) {
                    ListenerConfig renamed = Balanced.over().listener(i % 2 == 0 ? "second" : "first", local(port));
                    BalancerConfig refused = listeners(base, renamed, Balanced.over().listener("busy", local(taken.port())));
                    assertThrows(ChangeException.class, () -> balanced.becomes(refused));
                    balanced.becomes(listeners(base, renamed));
                    clients.awaitMore(10);
                }
            }
        }
    }

    @Test
    void whatWasSaidOfABackendOutlivesAChangeThatIsRefused() throws Exception {
        try (var listening = new Listening();
                var other = new Listening();
                var taken = new Listening();
                var balanced = Balanced.over(listening.spec(), other.spec()).on(transport)) {
            balanced.balancer().adminState("backends", other.spec().id(), request(AdminState.MAINT, Optional.empty()));
            BalancerConfig before = balanced.balancer().config();
            var removed = pools(listeners(before, Balanced.over().listener("test", local(taken.port()))),
                    Balanced.over(listening.spec()).pool("backends"));
            assertThrows(ChangeException.class, () -> balanced.becomes(removed));
            balanced.balancer().diff(pools(before, Balanced.over(listening.spec()).pool("backends")));
            assertEquals(AdminState.MAINT, balanced.overrides().of(new BackendKey("backends", other.spec().id())).adminState()
                    .orElseThrow().state());
            balanced.becomes(pools(before, Balanced.over(listening.spec()).pool("backends")));
            Eventually.is(true, () -> balanced.overrides().all().isEmpty(), () -> "it dies with its backend");
        }
    }

    @Test
    void aStopTakesNothingNewFromAChangeThatIsOnItsWay() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).drain(Duration.ofSeconds(5)).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            int port = freePort();
            BalancerConfig wanted = listeners(balanced.balancer().config(), Balanced.over().listener("test", local(port)));
            Thread stop = Thread.ofVirtual().unstarted(balanced.balancer()::stop);
            assertThrows(ChangeException.class, () -> balanced.balancer().apply(wanted, () -> {
                stop.start();
                Eventually.is(false, balanced.balancer()::isReady, () -> "it stops");
                throw new ChangeException("", "too late");
            }));
            assertThrows(ChangeException.class, () -> balanced.becomes(wanted));
            assertThrows(ConnectException.class, () -> Peer.connect(new InetSocketAddress("127.0.0.1", port)));
            client.sends("still there");
            backend.receives("still there");
            client.halfCloses();
            backend.seesEnd();
            backend.halfCloses();
            client.seesEnd();
            Eventually.is(false, stop::isAlive, () -> "the stop is done");
        }
    }

    @Test
    void nothingChangesWhenAnAddressIsInUse() throws Exception {
        try (var listening = new Listening();
                var other = new Listening();
                var taken = new Listening();
                var balanced = Balanced.over(listening.spec()).onRemove(CLOSE).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            BalancerConfig before = balanced.balancer().config();
            var wanted = pools(listeners(before, Balanced.over().listener("test", local(taken.port()))),
                    Balanced.over(other.spec()).pool("backends"));
            ChangeException refused = assertThrows(ChangeException.class, () -> balanced.becomes(wanted));
            assertEquals(Reason.BIND, refused.reason());
            assertEquals("/listeners/test/bind", refused.pointer());
            assertTrue(refused.getMessage().contains(":" + taken.port()), refused.getMessage());
            assertEquals(before, balanced.balancer().config());
            client.sends("still there");
            backend.receives("still there");
            try (Peer next = balanced.client(); Peer nextBackend = listening.accepts()) { // not the other backend
                next.sends("hello");
                nextBackend.receives("hello");
            }
        }
    }

    @Test
    void nothingChangesWhenTheCheckpointFails() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            BalancerConfig before = balanced.balancer().config();
            int port = freePort();
            BalancerConfig wanted = listeners(before, Balanced.over().listener("test", local(port)));
            assertThrows(ChangeException.class, () -> balanced.balancer().apply(wanted, () -> {
                throw new ChangeException("", "the disk is full");
            }));
            assertEquals(before, balanced.balancer().config());
            assertThrows(ConnectException.class, () -> Peer.connect(new InetSocketAddress("127.0.0.1", port)));
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("hello");
                backend.receives("hello");
            }
        }
    }

    @Test
    void whatOnlyANewStartCanChangeIsRefused() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            BalancerConfig before = balanced.balancer().config();
            var wanted = new BalancerConfig(Optional.empty(), before.log(), before.metrics(), before.transport(), 3, before.shutdown(),
                    before.listeners(),
                    before.pools());
            ChangeException refused = assertThrows(ChangeException.class, () -> balanced.becomes(wanted));
            assertEquals(Reason.RESTART, refused.reason());
            assertEquals("/loops", refused.pointer());
        }
    }

    @Test
    void aRehearsalFindsWhatWouldFailAndTakesNothing() throws Exception {
        try (var listening = new Listening();
                var taken = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport)) {
            BalancerConfig before = balanced.balancer().config();
            int port = freePort();
            List<Impact> impacts = balanced.balancer().diff(listeners(before, Balanced.over().listener("test", local(port))));
            assertEquals("listener test changes: bind", impacts.getFirst().change().sentence());
            assertThrows(ConnectException.class, () -> Peer.connect(new InetSocketAddress("127.0.0.1", port)));
            assertThrows(ChangeException.class,
                    () -> balanced.balancer().diff(listeners(before, Balanced.over().listener("test", local(taken.port())))));
            assertEquals(before, balanced.balancer().config());
        }
    }

    @Test
    void aDrainingBackendGetsNobodyAndItsConnectionsCountDown() throws Exception {
        try (var draining = new Listening();
                var other = new Listening();
                var balanced = Balanced.over(draining.spec(), other.spec()).on(transport);
                Peer first = balanced.client();
                Peer _ = draining.accepts();
                Peer second = balanced.client();
                Peer _ = draining.accepts()) {
            String id = draining.spec().id();
            var backend = balanced.balancer().adminState("backends", id, request(AdminState.DRAIN, Optional.empty()));
            try (Peer client = balanced.client(); Peer server = other.accepts()) {
                client.sends("not to the one that drains");
                server.receives("not to the one that drains");
            }
            assertEquals(2, backend.activeConnections());
            first.resets();
            Eventually.is(1, backend::activeConnections, () -> "connections of the draining backend");
            second.resets();
            Eventually.is(0, backend::activeConnections, () -> "connections of the draining backend");
            balanced.balancer().adminState("backends", id, request(AdminState.READY, Optional.empty()));
            try (Peer client = balanced.client(); Peer server = draining.accepts()) {
                client.sends("back again");
                server.receives("back again");
            }
        }
    }

    @Test
    void whatIsLeftAfterTheTimeOfADrainIsClosedIfAsked() throws Exception {
        try (var draining = new Listening();
                var balanced = Balanced.over(draining.spec()).on(transport);
                Peer client = balanced.client();
                Peer _ = draining.accepts()) {
            balanced.balancer().adminState("backends", draining.spec().id(), request(AdminState.DRAIN, Optional.of(Duration.ofMillis(50))));
            client.seesEnd();
            balanced.ended(EndReason.DRAIN_TIMEOUT, 1);
        }
    }

    @Test
    void aHundredChangesUnderTrafficLoseNobody() throws Exception {
        try (var first = new Listening();
                var second = new Listening();
                var balanced = Balanced.over(first.spec()).on(transport);
                var clients = new Clients(balanced.address(), first)) {
            BalancerConfig base = balanced.balancer().config();
            for (int i = 0; i < 100; i++) {
                BackendSpec weighted = new BackendSpec(first.spec().id(), first.spec().address(), 1 + i, 1, 0);
                BackendSpec unused = new BackendSpec("unused", second.spec().address(), 1, 2, 0);
                Balanced.Builder next = i % 2 == 0 ? Balanced.over(weighted, unused) : Balanced.over(weighted);
                var more = i % 3 == 0 ? List.of(next.listener("test", any()), next.listener("more", any()))
                        : List.of(next.idle(Duration.ofMinutes(1 + i)).listener("test", any()));
                balanced.becomes(pools(listeners(base, more.toArray(ListenerConfig[]::new)), next.pool("backends")));
            }
            clients.awaitMore(10);
        }
    }

    private static AdminRequest request(AdminState state, Optional<Duration> timeout) {
        return new AdminRequest(state, timeout, OnTimeout.CLOSE, "", "test");
    }

    private static Address any() {
        return local(0);
    }

    private static Address local(int port) {
        return new Address.Inet("127.0.0.1", port);
    }

    private static int freePort() throws IOException {
        try (var gone = new Listening()) {
            return gone.port();
        }
    }

    private static ListenerConfig ledTo(String pool, ListenerConfig before) {
        return new ListenerConfig(before.id(), before.binds(), Optional.of(pool), List.of(), Optional.empty(), before.timeouts(), true,
                CLOSE,
                before.listen(), before.accessLog(), before.udp(), before.admission(), before.acceptProxy(), false);
    }

    private static BalancerConfig listeners(BalancerConfig config, ListenerConfig... listeners) {
        Map<String, ListenerConfig> byId = new LinkedHashMap<>();
        List.of(listeners).forEach(listener -> byId.put(listener.id(), listener));
        return new BalancerConfig(config.admin(), config.log(), config.metrics(), config.transport(), config.loops(), config.shutdown(),
                byId,
                config.pools());
    }

    private static BalancerConfig pools(BalancerConfig config, PoolConfig... pools) {
        Map<String, PoolConfig> byId = new LinkedHashMap<>();
        List.of(pools).forEach(pool -> byId.put(pool.id(), pool));
        return new BalancerConfig(config.admin(), config.log(), config.metrics(), config.transport(), config.loops(), config.shutdown(),
                config.listeners(),
                byId);
    }
}
