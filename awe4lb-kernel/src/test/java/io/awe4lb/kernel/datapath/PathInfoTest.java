package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.PathInfo;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of live connections shows how the network does, where the transport can tell. */
class PathInfoTest extends OnEachTransport {

    @Test
    void theRoundTripsOfBothSidesAreListed() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("question");
            backend.receives("question");
            backend.sends("answer");
            client.receives("answer");
            Eventually.is(tells(), () -> isMeasured(only(balanced).clientPath()), () -> "the client's path");
            Eventually.is(tells(), () -> isMeasured(only(balanced).backendPath()), () -> "the backend's path");
        }
    }

    @Test
    void whatABackendDoesNotReadIsListedOnItsPathAlone() throws Exception {
        try (var listening = Listening.slow();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer client = balanced.client();
                Peer _ = listening.accepts()) {
            client.output().write(new byte[100_000]);
            Eventually.is(tells(), () -> only(balanced).backendPath().filter(path -> path.unsent() > 0).isPresent(), () -> "bytes wait");
            assertEquals(tells() ? Optional.of(0L) : Optional.empty(), only(balanced).clientPath().map(PathInfo::unsent));
        }
    }

    @Test
    void withoutABackendThereIsTheClientsPathAlone() throws Exception {
        try (var deaf = new Listening(0, 1)) {
            var fillers = ConnectTest.fillBacklog(deaf);
            try (var balanced = Balanced.over(deaf.spec()).on(transport); Peer _ = balanced.client()) {
                Eventually.is(1, () -> balanced.connections().size(), () -> "accepted");
                assertEquals("connecting", only(balanced).phase());
                assertEquals(tells(), only(balanced).clientPath().isPresent());
                assertEquals(Optional.empty(), only(balanced).backendPath());
            }
            for (Peer filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void unixSocketsHaveNoPath(@TempDir Path directory) throws Exception {
        Path front = directory.resolve("front.sock");
        Path back = directory.resolve("back.sock");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(back));
                var balanced = Balanced.over(BackendSpec.of(new Address.Unix(back))).bind(new Address.Unix(front)).on(transport);
                var _ = SocketChannel.open(UnixDomainSocketAddress.of(front));
                var _ = server.accept()) {
            Eventually.is("relaying", () -> only(balanced).phase(), () -> "connected");
            assertEquals(Optional.empty(), only(balanced).clientPath());
            assertEquals(Optional.empty(), only(balanced).backendPath());
        }
    }

    private boolean tells() {
        return transport.name().equals("linux");
    }

    private static boolean isMeasured(Optional<PathInfo> path) {
        return path.filter(known -> known.rtt().isPositive() && known.rtt().compareTo(Duration.ofSeconds(1)) < 0
                && known.congestionWindow() > 0 && known.deliveryRate() > 0 && known.unacknowledged() == 0).isPresent();
    }

    private static ConnectionInfo only(Balanced balanced) {
        assertEquals(1, balanced.connections().size());
        return balanced.connections().getFirst();
    }
}
