package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.PoolConfig.OnDown;
import io.awe4lb.kernel.config.RemovePolicy;
import io.awe4lb.kernel.datapath.UdpServer.Question;
import io.awe4lb.kernel.runtime.AdminRequest;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.EndReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which backend a session has, and when it gets another one. */
class UdpChoiceTest extends OnEachTransport {

    @TempDir
    Path directory;

    @Test
    void aBackendThatRefusesIsPassedOverAndTheDatagramGoesToAnother() throws Exception {
        BackendSpec refusing = UdpServer.refusing();
        var recording = new Recording();
        try (var server = new UdpServer();
                var balanced = Balanced.over(refusing, server.spec()).udp(UdpSettings.maxResponses(1))
                        .accessLog(recording.to(directory.resolve("access.log"))).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("question");
            server.answers(server.receives("question"), "answer");
            client.receives("answer");
            ConnectionRecord record = recording.record();
            assertEquals(List.of(refusing.id(), server.spec().id()), record.tried());
            assertEquals(Optional.of(server.spec().id()), record.backend());
            assertEquals(ConnectionRecord.Protocol.UDP, record.protocol());
            assertEquals(Optional.of(new ConnectionRecord.Udp(1, 1)), record.udp());
            assertEquals(8, record.bytesIn());
            assertEquals(6, record.bytesOut());
            assertEquals(Optional.of(EndReason.NORMAL), record.end().map(ConnectionRecord.End::reason));
            var first = balanced.balancer().pools().iterator().next().members().all().getFirst();
            assertEquals(1, first.stats().retries());
            assertEquals(0, first.activeConnections());
        }
    }

    @Test
    void severalDatagramsBeforeTheRefusalAllGoToAnother() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(UdpServer.refusing(), server.spec()).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            client.sends("22");
            client.sends("333");
            server.receives("1");
            server.receives("22");
            server.receives("333");
        }
    }

    @Test
    void whereAllRefuseTheSessionEndsSo() throws Exception {
        try (var balanced = Balanced.over(UdpServer.refusing(), UdpServer.refusing()).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("anybody?");
            balanced.dropped(DropReason.BACKEND_REFUSED, 1);
            balanced.ended(EndReason.BACKEND_REFUSED, 1);
            assertEquals(0, balanced.stats().active());
        }
    }

    @Test
    void noMoreAreTriedThanRetryAllows() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(UdpServer.refusing(), UdpServer.refusing(), server.spec()).retry(1, Duration.ofMinutes(1))
                        .udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("two refuse");
            balanced.dropped(DropReason.BACKEND_REFUSED, 1);
            balanced.ended(EndReason.BACKEND_REFUSED, 1);
            assertEquals(0, balanced.balancer().pools().iterator().next().members().all().getLast().stats().connections());
        }
    }

    @Test
    void aBackendThatDiesLaterIsLeftWithTheNextDatagram() throws Exception {
        try (var first = new UdpServer();
                var second = new UdpServer();
                var balanced = Balanced.over(first.spec(), second.spec()).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("question");
            first.answers(first.receives("question"), "answer");
            client.receives("answer");
            first.dies();
            client.sends("lost"); // and refused
            balanced.dropped(DropReason.BACKEND_REFUSED, 1);
            Eventually.is(second.spec().id(), () -> balanced.connections().getFirst().backend(),
                    () -> "the session's backend");
            client.sends("found");
            second.receives("found");
            assertEquals(1, balanced.stats().accepted());
        }
    }

    @Test
    void theSessionsOfARemovedBackendChooseAgain() throws Exception {
        try (var first = new UdpServer();
                var second = new UdpServer();
                var balanced = Balanced.over(first.spec()).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            Question one = first.receives("1");
            balanced.becomes(Balanced.over(second.spec()).udp(UdpSettings.usual()).config());
            first.answers(one, "late, but not lost");
            client.receives("late, but not lost");
            client.sends("2");
            second.answers(second.receives("2"), "two");
            client.receives("two");
            assertEquals(1, balanced.stats().accepted());
            assertEquals(second.spec().id(), balanced.connections().getFirst().backend());
        }
    }

    @Test
    void theSessionsOfARemovedBackendStayWhereThatIsWanted() throws Exception {
        try (var first = new UdpServer();
                var second = new UdpServer();
                var balanced = Balanced.over(first.spec()).onDown(OnDown.KEEP).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            first.receives("1");
            balanced.becomes(Balanced.over(second.spec()).onDown(OnDown.KEEP).udp(UdpSettings.usual()).config());
            client.sends("2");
            first.receives("2");
        }
    }

    @Test
    void aBackendThatDrainsKeepsItsSessionsAndGetsNoNewOnes() throws Exception {
        try (var first = new UdpServer();
                var second = new UdpServer();
                var balanced = Balanced.over(first.spec(), second.spec()).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address());
                var other = UdpClient.of(balanced.address())) {
            client.sends("1");
            first.receives("1");
            balanced.balancer().adminState("backends", first.spec().id(),
                    new AdminRequest(AdminState.DRAIN, Optional.empty(), AdminRequest.OnTimeout.KEEP, "", "test"));
            client.sends("2");
            first.receives("2");
            other.sends("3");
            second.receives("3");
        }
    }

    @Test
    void aChangedListenerKeepsItsSessionsAndItsPort() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            Question one = server.receives("1");
            balanced.becomes(Balanced.over(server.spec()).udp(UdpSettings.maxResponses(1)).config());
            client.sends("2");
            assertEquals(one.from(), server.receives("2").from());
            server.answers(one, "a");
            server.answers(one, "b");
            client.receives("a");
            client.receives("b");
            balanced.ended(EndReason.NORMAL, 1); // by the new rule
        }
    }

    @Test
    void aListenerThatIsBackBeforeItsSessionsEndedGoesOnWithThem() throws Exception {
        try (var server = new UdpServer();
                var balanced =
                        Balanced.over(server.spec()).loops(1).onRemove(new RemovePolicy.Keep()).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address());
                var other = UdpClient.of(balanced.address())) {
            var before = balanced.balancer().config();
            client.sends("1");
            Question one = server.receives("1");
            balanced.becomes(withoutListeners(before));
            server.answers(one, "answered although the listener is gone");
            client.receives("answered although the listener is gone");
            other.sends("nobody"); // dropped: it takes no new clients
            client.sends("2");
            server.receives("2");
            balanced.becomes(before);
            other.sends("3");
            assertNotEquals(one.from(), server.receives("3").from());
            client.sends("4");
            assertEquals(one.from(), server.receives("4").from());
        }
    }

    @Test
    void theSessionsOfAListenerThatIsRemovedEndByItsPolicy() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).onRemove(new RemovePolicy.Drain(Duration.ofMillis(50))).udp(UdpSettings.usual())
                        .on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("1");
            server.receives("1");
            var counters = balanced.balancer().listeners().iterator().next();
            var before = balanced.balancer().config();
            balanced.becomes(withoutListeners(before));
            Eventually.is(1L, () -> counters.stats().closed().getOrDefault(EndReason.LISTENER_REMOVED, 0L),
                    () -> "closed");
        }
    }

    private static BalancerConfig withoutListeners(BalancerConfig before) {
        return new BalancerConfig(before.admin(), before.log(), before.metrics(), before.transport(), before.loops(), before.shutdown(),
                Map.of(),
                before.pools());
    }
}
