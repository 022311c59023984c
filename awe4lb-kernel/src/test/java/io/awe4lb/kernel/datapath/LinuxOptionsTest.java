package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.ConnectConfig;
import io.awe4lb.kernel.config.KeepAliveConfig;
import io.awe4lb.kernel.config.ListenConfig;
import io.awe4lb.kernel.config.SocketConfig;
import io.awe4lb.kernel.net.RecordingLinux;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.spi.EndReason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked of Linux for a socket option, and nothing for those that are not. */
class LinuxOptionsTest {

    private static final ListenConfig REDIRECTED = new ListenConfig(16, Duration.ZERO, 0, true, SocketConfig.NONE);
    private static final SocketConfig ALL = new SocketConfig(
            Optional.of(new KeepAliveConfig(Duration.ofMinutes(2), Duration.ofSeconds(7), 4)), Duration.ofMillis(1500), 9,
            Optional.of("lo"));

    private final RecordingLinux system = new RecordingLinux();

    @Test
    void connectingAsksForNothingMoreUnlessItIsConfigured() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).loops(1).on(system.transport())) {
            assertEquals(List.of("socket", "TCP_NODELAY=1", "connect", "epoll_ctl", "epoll_ctl"),
                    callsOfOneConnection(balanced, listening));
        }
    }

    @Test
    void connectingAsksForWhatIsConfigured() throws Exception {
        var outgoing = new ConnectConfig(List.of(InetAddress.ofLiteral("127.0.0.2")), false, ALL);
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).loops(1).outgoing(outgoing).on(system.transport())) {
            assertEquals(
                    List.of("socket", "TCP_NODELAY=1", "SO_KEEPALIVE=1", "TCP_KEEPIDLE=120", "TCP_KEEPINTVL=7", "TCP_KEEPCNT=4",
                            "TCP_USER_TIMEOUT=1500", "SO_MARK=9", "SO_BINDTODEVICE", "IP_BIND_ADDRESS_NO_PORT=1", "bind", "connect",
                            "epoll_ctl", "epoll_ctl"),
                    callsOfOneConnection(balanced, listening));
        }
    }

    @Test
    void aSessionOfUdpAsksForNothingMoreUnlessItIsConfigured() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).loops(1).udp(UdpSettings.usual()).on(system.transport())) {
            assertEquals(List.of("socket", "connect", "epoll_ctl"), callsOfOneSession(balanced, server));
        }
    }

    @Test
    void aSessionOfUdpAsksForWhatItsPoolSays() throws Exception {
        var outgoing = new ConnectConfig(List.of(InetAddress.ofLiteral("127.0.0.2")), false,
                new SocketConfig(Optional.empty(), Duration.ZERO, 9, Optional.of("lo")));
        try (var server = new UdpServer();
                var balanced =
                        Balanced.over(server.spec()).loops(1).outgoing(outgoing).udp(UdpSettings.usual()).on(system.transport())) {
            assertEquals(List.of("socket", "SO_MARK=9", "SO_BINDTODEVICE", "IP_BIND_ADDRESS_NO_PORT=1", "bind", "connect", "epoll_ctl"),
                    callsOfOneSession(balanced, server));
        }
    }

    private List<String> callsOfOneSession(Balanced balanced, UdpServer server) throws Exception {
        Eventually.is(true, () -> system.calls().getLast().equals("epoll_ctl"), () -> "the bound socket is registered last");
        system.forget();
        try (UdpClient client = UdpClient.of(balanced.address())) {
            client.sends("hello");
            server.answers(server.receives("hello"), "hello");
            client.receives("hello");
        }
        return system.calls();
    }

    /** The order of the client's and the backend's registration is not of interest: both are epoll_ctl. */
    private List<String> callsOfOneConnection(Balanced balanced, Listening listening) throws Exception {
        Eventually.is(true, () -> system.calls().getLast().equals("epoll_ctl"), () -> "the listening socket is registered last");
        system.forget();
        try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
            client.sends("hello");
            backend.receives("hello");
        }
        List<String> calls = system.calls();
        return calls.stream().sorted((a, b) -> Boolean.compare(a.equals("epoll_ctl"), b.equals("epoll_ctl"))).toList();
    }

    @Test
    void acceptedConnectionsInheritWhatTheListenerAsksFor() throws Exception {
        try (var listening = new Listening();
                var balanced =
                        Balanced.over(listening.spec()).listen(new ListenConfig(77, Duration.ZERO, 0, false, ALL)).on(system.transport());
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("hello");
            backend.receives("hello");
            int loopback = java.net.NetworkInterface.getByName("lo").getIndex();
            assertEquals(
                    List.of("keepAlive 1 idle 120 interval 7 count 4 userTimeout 1500 mark 9 device " + loopback + " noDelay 1"),
                    system.inherited());
            assertTrue(system.calls().contains("listen 77"));
        }
    }

    @Test
    void aClientIsAcceptedWithItsFirstByteWhereThatIsDeferred() throws Exception {
        var deferred = new ListenConfig(16, Duration.ofSeconds(60), 0, false, SocketConfig.NONE);
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).loops(1).listen(deferred).on(system.transport());
                Peer silent = balanced.client();
                Peer talking = balanced.client()) {
            talking.sends("first");
            try (Peer backend = listening.accepts()) {
                backend.receives("first"); // had the silent one been accepted, its connection would have come before
                assertEquals(1, system.inherited().size());
            }
            silent.sends("second");
            try (Peer backend = listening.accepts()) {
                backend.receives("second");
            }
        }
    }

    @Test
    void bytesMayComeWithTheHandshakeWhereThatIsAllowed() throws Exception {
        var fast = new ListenConfig(16, Duration.ZERO, 32, false, SocketConfig.NONE);
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).listen(fast).on(system.transport());
                Peer client = balanced.client(); Peer backend = listening.accepts()) {
            client.sends("hello");
            backend.receives("hello");
            assertTrue(system.calls().contains("TCP_FASTOPEN=32"), () -> system.calls().toString());
        }
    }

    @Test
    void theStateOfAConnectionIsAskedForTheListAndForNothingElse() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(system.transport());
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("question");
            backend.receives("question");
            assertEquals(0, timesAskedForTcpInfo());
            balanced.connections();
            assertEquals(2, timesAskedForTcpInfo(), "a side each");
            balanced.balancer().closeConnections(_ -> true, EndReason.KILLED_BY_ADMIN);
            assertEquals(2, timesAskedForTcpInfo());
        }
    }

    private long timesAskedForTcpInfo() {
        return system.calls().stream().filter("TCP_INFO"::equals).count();
    }

    @Test
    void anInterfaceThatDoesNotExistIsAnErrorOfTheStart() {
        var nowhere = new SocketConfig(Optional.empty(), Duration.ZERO, 0, Optional.of("nosuch0"));
        assertEquals("listener test: cannot bind 127.0.0.1:0: there is no network interface nosuch0 (ENODEV from SO_BINDTODEVICE)",
                startFailure(Balanced.over().listen(new ListenConfig(16, Duration.ZERO, 0, false, nowhere))));
        assertEquals("pool backends: there is no network interface nosuch0 (ENODEV from SO_BINDTODEVICE)",
                startFailure(Balanced.over().outgoing(new ConnectConfig(List.of(), false, nowhere))));
    }

    @Test
    void anOptionThatTheProcessMayNotSetNamesTheCapability() {
        system.refuse("SO_MARK");
        assertEquals(
                "listener test: cannot bind 127.0.0.1:0: Operation not permitted (EPERM from SO_MARK): it needs the capability CAP_NET_ADMIN",
                startFailure(Balanced.over().listen(new ListenConfig(16, Duration.ZERO, 0, false, ALL))));
        system.refuse("IP_TRANSPARENT");
        assertEquals("pool backends: Operation not permitted (EPERM from IP_TRANSPARENT): it needs the capability CAP_NET_ADMIN for "
                + "'transparent': write AmbientCapabilities=CAP_NET_ADMIN into the unit of systemd, or start awe4lb as root",
                startFailure(Balanced.over().outgoing(new ConnectConfig(List.of(), true, SocketConfig.NONE))));
        assertEquals("listener test: cannot bind 127.0.0.1:0: Operation not permitted (EPERM from IP_TRANSPARENT): it needs the capability "
                + "CAP_NET_ADMIN for 'transparent': write AmbientCapabilities=CAP_NET_ADMIN into the unit of systemd, or start awe4lb as root",
                startFailure(Balanced.over().listen(REDIRECTED)));
        assertEquals("listener test: Operation not permitted (EPERM from IP_TRANSPARENT): it needs the capability "
                + "CAP_NET_ADMIN for 'transparent': write AmbientCapabilities=CAP_NET_ADMIN into the unit of systemd, or start awe4lb as root",
                startFailure(Balanced.over().udp(UdpSettings.usual()).listen(REDIRECTED)));
        system.refuse("SO_BINDTODEVICE");
        assertEquals("pool backends: Operation not permitted (EPERM from SO_BINDTODEVICE): it needs the capability CAP_NET_RAW",
                startFailure(Balanced.over().outgoing(new ConnectConfig(List.of(), false, ALL))));
    }

    private String startFailure(Balanced.Builder builder) {
        return assertThrows(ChangeException.class, () -> builder.on(system.transport())).getMessage();
    }
}
