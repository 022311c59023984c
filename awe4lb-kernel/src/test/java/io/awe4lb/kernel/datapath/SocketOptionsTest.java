package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.ConnectConfig;
import io.awe4lb.kernel.config.KeepAliveConfig;
import io.awe4lb.kernel.config.ListenConfig;
import io.awe4lb.kernel.config.SocketConfig;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.EndReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Socket options that every transport has. */
class SocketOptionsTest extends OnEachTransport {

    private static final SocketConfig PROBED = new SocketConfig(
            Optional.of(new KeepAliveConfig(Duration.ofSeconds(100), Duration.ofSeconds(5), 3)), Duration.ZERO, 0, Optional.empty());

    @Test
    void connectionsToBackendsComeFromTheSourceAddressesInTurn() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).outgoing(from("127.0.0.2", "127.0.0.3")).on(transport)) {
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                    client.sends("hello");
                    backend.receives("hello");
                    seen.add(backend.remoteHost());
                }
            }
            assertEquals(List.of("127.0.0.2", "127.0.0.3", "127.0.0.2", "127.0.0.3"), seen);
        }
    }

    @Test
    void aSourceAddressOfAnotherFamilyIsPassedOver() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).outgoing(from("::1", "127.0.0.2")).on(transport)) {
            for (int i = 0; i < 2; i++) {
                try (Peer _ = balanced.client(); Peer backend = listening.accepts()) {
                    assertEquals("127.0.0.2", backend.remoteHost());
                }
            }
        }
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).outgoing(from("::1")).on(transport);
                Peer _ = balanced.client(); Peer backend = listening.accepts()) {
            assertEquals("127.0.0.1", backend.remoteHost());
        }
    }

    @Test
    void aBackendOfIpv6IsConnectedToFromAnAddressOfIpv6() throws Exception {
        try (var listening = new ServerSocket(0, 16, InetAddress.ofLiteral("::1"))) {
            var spec = BackendSpec.of(new Address.Inet("::1", listening.getLocalPort()));
            try (var balanced = Balanced.over(spec).outgoing(from("127.0.0.2", "::1")).on(transport);
                    Peer client = balanced.client();
                    Peer backend = new Peer(listening.accept())) {
                client.sends("hello");
                backend.receives("hello");
                assertEquals("0:0:0:0:0:0:0:1", backend.remoteHost());
            }
        }
    }

    @Test
    void aSourceAddressThatIsNotOfThisMachineFailsTheConnect() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).outgoing(from("192.0.2.1")).on(transport);
                Peer client = balanced.client()) {
            client.seesEnd();
            balanced.ended(EndReason.BACKEND_REFUSED, 1);
        }
    }

    @Test
    void silentClientsAndBackendsAreProbedWhereThatIsAsked() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).listen(new ListenConfig(16, Duration.ZERO, 0, false, PROBED))
                        .outgoing(new ConnectConfig(List.of(), false, PROBED)).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            int port = ((InetSocketAddress) balanced.address()).getPort();
            Eventually.is(true, () -> isProbedWithin(100, port, client.localPort()), () -> "the client is probed");
            Eventually.is(true, () -> isProbedWithin(100, backend.remotePort(), listening.port()), () -> "the backend is probed");
        }
    }

    @Test
    void nobodyIsProbedUnasked() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client(); Peer backend = listening.accepts()) {
            client.sends("hello");
            backend.receives("hello");
            int port = ((InetSocketAddress) balanced.address()).getPort();
            assertEquals(0, SystemTimers.secondsToProbe(port, client.localPort()));
            assertEquals(0, SystemTimers.secondsToProbe(backend.remotePort(), listening.port()));
        }
    }

    @Test
    void unixSocketsTakeNoNoticeOfThem(@TempDir Path directory) throws Exception {
        Path front = directory.resolve("front.sock");
        Path back = directory.resolve("back.sock");
        var outgoing = new ConnectConfig(List.of(InetAddress.ofLiteral("127.0.0.2")), false, PROBED);
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(back));
                var _ = Balanced.over(BackendSpec.of(new Address.Unix(back))).bind(new Address.Unix(front))
                        .listen(new ListenConfig(16, Duration.ofSeconds(1), 16, false, PROBED)).outgoing(outgoing).on(transport);
                var client = SocketChannel.open(UnixDomainSocketAddress.of(front));
                var backend = server.accept()) {
            assertTrue(client.isConnected() && backend.isConnected());
        }
    }

    private static boolean isProbedWithin(long seconds, int localPort, int remotePort) {
        long left = SystemTimers.secondsToProbe(localPort, remotePort);
        return left > 0 && left <= seconds;
    }

    private static ConnectConfig from(String... sources) {
        return new ConnectConfig(Stream.of(sources).map(InetAddress::ofLiteral).toList(), false, SocketConfig.NONE);
    }
}
