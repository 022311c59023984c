package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifetimeTest extends OnEachTransport {

    @Test
    void anIdleConnectionIsClosedOnTheClientsTurn() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).idle(Duration.ofMillis(150)).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            backend.sends("your turn");
            client.receives("your turn");
            client.seesEnd();
            backend.seesEnd();
            balanced.ended(EndReason.CLIENT_IDLE_TIMEOUT, 1);
        }
    }

    @Test
    void anIdleConnectionIsClosedOnTheBackendsTurn() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).idle(Duration.ofMillis(150)).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("your turn");
            backend.receives("your turn");
            client.seesEnd();
            balanced.ended(EndReason.BACKEND_IDLE_TIMEOUT, 1);
        }
    }

    @Test
    void trafficOfOneDirectionKeepsAConnectionAlive() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).idle(Duration.ofMillis(400)).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            for (int i = 0; i < 10; i++) {
                long until = System.nanoTime() + 100_000_000;
                Eventually.is(true, () -> System.nanoTime() > until, () -> "100 ms of quiet");
                backend.sends("tick");
                client.receives("tick");
            }
            assertEquals(1, balanced.stats().active());
        }
    }

    @Test
    void aClientThatIsSilentForTooLongIsClosedEvenWhenTheBackendTalks() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).clientIdle(Duration.ofMillis(200)).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            Thread.ofVirtual().start(() -> talkUntilClosed(backend));
            client.input().transferTo(java.io.OutputStream.nullOutputStream());
            balanced.ended(EndReason.CLIENT_IDLE_TIMEOUT, 1);
        }
    }

    @Test
    void aBackendThatIsSilentForTooLongIsClosed() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).backendIdle(Duration.ofMillis(100)).on(transport);
                Peer client = balanced.client();
                Peer _ = listening.accepts()) {
            client.sends("anybody?");
            client.seesEnd();
            balanced.ended(EndReason.BACKEND_IDLE_TIMEOUT, 1);
        }
    }

    @Test
    void liveConnectionsAreListedAndClosedOneByOne() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer first = balanced.client();
                Peer firstBackend = listening.accepts();
                Peer second = balanced.client();
                Peer secondBackend = listening.accepts()) {
            second.sends("12345");
            secondBackend.receives("12345");
            ConnectionInfo info =
                    balanced.connections().stream().filter(c -> c.source().endsWith(":" + second.localPort())).findFirst().orElseThrow();
            assertEquals("test", info.listener());
            assertEquals("backends", info.pool());
            assertEquals(listening.spec().id(), info.backend());
            assertEquals("relaying", info.phase());
            assertEquals(5, info.bytesIn());
            assertEquals(1, balanced.balancer().closeConnections(c -> c.id() == info.id(), EndReason.KILLED_BY_ADMIN));
            second.seesEnd();
            secondBackend.seesEnd();
            balanced.ended(EndReason.KILLED_BY_ADMIN, 1);
            first.sends("still here");
            firstBackend.receives("still here");
        }
    }

    @Test
    void aGracefulStopLetsConnectionsEndAndTakesNoNewOnes() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            var address = balanced.address();
            Thread stopping = Thread.ofVirtual().start(() -> balanced.balancer().stop());
            Eventually.is(true, () -> refuses(address), () -> "new connections are refused");
            assertFalse(balanced.balancer().isReady());
            client.sends("finishing");
            backend.receives("finishing");
            client.halfCloses();
            backend.seesEnd();
            backend.halfCloses();
            client.seesEnd();
            stopping.join(Duration.ofSeconds(10));
            assertFalse(stopping.isAlive());
            balanced.ended(EndReason.NORMAL, 1);
        }
    }

    @Test
    void whatDoesNotEndWithinTheDrainIsClosed() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).drain(Duration.ofMillis(100)).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            backend.sends("x");
            client.receives("x");
            balanced.balancer().stop();
            client.seesEnd();
            assertEquals(1, balanced.stats().closed().get(EndReason.SHUTDOWN));
        }
    }

    @Test
    void anAddressInUseIsSaidWithItsListener() throws Exception {
        try (var listening = new Listening()) {
            var taken = Balanced.over().bind(new Address.Inet("127.0.0.1", listening.port()));
            ChangeException failure = assertThrows(ChangeException.class, () -> taken.on(transport));
            assertEquals(ChangeException.Reason.BIND, failure.reason());
            assertTrue(failure.getMessage().startsWith("listener test: cannot bind 127.0.0.1:" + listening.port() + ": "),
                    failure::getMessage);
        }
    }

    @Test
    void aSecondBalancerDoesNotShareThePortOfTheFirst() throws Exception {
        try (var balanced = Balanced.over().on(transport)) {
            int port = ((java.net.InetSocketAddress) balanced.address()).getPort();
            var again = Balanced.over().bind(new Address.Inet("127.0.0.1", port));
            assertEquals(ChangeException.Reason.BIND, assertThrows(ChangeException.class, () -> again.on(transport)).reason());
        }
    }

    @Test
    void unixSocketsServeOnBothEnds(@TempDir Path directory) throws Exception {
        Path front = directory.resolve("front.sock");
        Path back = directory.resolve("back.sock");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(back));
                var balanced = Balanced.over(BackendSpec.of(new Address.Unix(back))).bind(new Address.Unix(front)).on(transport);
                var client = SocketChannel.open(UnixDomainSocketAddress.of(front));
                var backend = server.accept()) {
            client.write(ByteBuffer.wrap("local".getBytes(StandardCharsets.UTF_8)));
            client.shutdownOutput();
            assertEquals("local", new String(Channels.newInputStream(backend).readAllBytes(), StandardCharsets.UTF_8));
            backend.shutdownOutput();
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
            balanced.ended(EndReason.NORMAL, 1);
        }
        assertFalse(Files.exists(front), "the socket's file is removed at the end");
    }

    @Test
    void aSocketFileThatNobodyListensOnIsReplaced(@TempDir Path directory) throws Exception {
        Path front = directory.resolve("front.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(front)).close();
        assertTrue(Files.exists(front));
        try (var balanced = Balanced.over().bind(new Address.Unix(front)).on(transport);
                var _ = SocketChannel.open(UnixDomainSocketAddress.of(front))) {
            balanced.ended(EndReason.NO_BACKEND, 1);
        }
    }

    private static boolean refuses(java.net.SocketAddress address) {
        try (Peer _ = Peer.connect(address)) {
            return false;
        } catch (ConnectException _) {
            return true;
        } catch (IOException _) { // reset: the handshake was under way when the listening socket was closed
            return false;
        }
    }

    private static void talkUntilClosed(Peer backend) {
        try {
            while (true) {
                backend.sends("bla ");
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException _) { // closed
            return;
        }
    }
}
