package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.net.DescriptorSocket;
import io.awe4lb.kernel.net.LinuxTransport;
import io.awe4lb.kernel.net.OnALoop;
import io.awe4lb.kernel.net.OpenFiles;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.kernel.tcp.Opening;
import io.awe4lb.spi.EndReason;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live connection leaves the loop that had it, travels over a Unix socket as a descriptor, and is relayed by a balancer that adopts it. */
class HandOverTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Transport transport = LinuxTransport.open();

    @TempDir
    private Path directory;

    @Test
    void aLiveConnectionGoesOnWhereItIsHandedTo() throws Exception {
        try (var before = new OnALoop(); var listening = new Listening(); var after = Balanced.over(listening.spec()).on(transport)) {
            SocketAddress address = before.listens(new InetSocketAddress("127.0.0.1", 0));
            try (Hands hands = joinHands(before); Peer client = Peer.connect(address)) {
                Socket socket = before.accepted();
                client.sends("hello");
                Eventually.is("hello", () -> before.reads(socket), () -> "served before");
                before.writes(socket, "welcome");
                client.receives("welcome");
                client.sends("not read yet, ");
                hands.pass(before, socket, after);
                try (Peer backend = listening.accepts()) {
                    client.sends("and more");
                    backend.receives("not read yet, and more");
                    backend.sends("answer");
                    client.receives("answer");
                    client.halfCloses();
                    backend.seesEnd();
                }
                client.seesEnd();
            }
            after.ended(EndReason.NORMAL, 1);
        }
    }

    @Test
    void aConnectionWhoseClientHasEndedMeanwhileIsSeenToEnd() throws Exception {
        try (var before = new OnALoop(); var listening = new Listening(); var after = Balanced.over(listening.spec()).on(transport)) {
            SocketAddress address = before.listens(new InetSocketAddress("127.0.0.1", 0));
            try (Hands hands = joinHands(before); Peer client = Peer.connect(address)) {
                Socket socket = before.accepted();
                client.sends("last words");
                client.halfCloses();
                hands.pass(before, socket, after);
                try (Peer backend = listening.accepts()) {
                    backend.receives("last words");
                    backend.seesEnd();
                    backend.sends("bye");
                }
                client.receives("bye");
                client.seesEnd();
            }
            after.ended(EndReason.NORMAL, 1);
        }
    }

    @Test
    void aListeningSocketIsHandedOnWithTheClientsThatWaitInIt() throws Exception {
        try (var before = new OnALoop(); var after = new OnALoop()) {
            var listening = transport.bind(new InetSocketAddress("127.0.0.1", 0), OnALoop.OPTIONS, false);
            try (Hands hands = joinHands(before); Peer client = Peer.connect(listening.address())) {
                try (var descriptor = listening.detach()) {
                    hands.left().send(bytes("listening"), List.of(descriptor));
                }
                try (var received = hands.right().receive()) {
                    var adopted = transport.adoptListening(received.descriptors().getFirst());
                    assertEquals(listening.address(), adopted.address());
                    after.accepts(adopted);
                }
                after.writes(after.accepted(), "at last");
                client.receives("at last");
            }
        }
    }

    /** Closing would not do: the poller watches what is open, here or in another process. */
    @Test
    void theLoopsPollerForgetsWhatIsDetachedAndStaysOpen() throws Exception {
        try (var before = new OnALoop(); Peer _ = Peer.connect(before.listens(new InetSocketAddress("127.0.0.1", 0)))) {
            Socket socket = before.accepted();
            long watched = OpenFiles.watched();
            long open = OpenFiles.count();
            try (var _ = before.detaches(socket)) {
                assertEquals(watched - 1, OpenFiles.watched());
                assertEquals(open, OpenFiles.count());
                assertEquals("the socket is closed", assertThrows(CompletionException.class, () -> before.detaches(socket)).getCause()
                        .getCause().getMessage());
            }
            assertEquals(open - 1, OpenFiles.count());
        }
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        try (var before = new OnALoop(); var listening = new Listening(); var after = Balanced.over(listening.spec()).on(transport)) {
            SocketAddress address = before.listens(new InetSocketAddress("127.0.0.1", 0));
            try (Hands hands = joinHands(before)) {
                passOne(hands, before, address, listening, after);
                after.ended(EndReason.NORMAL, 1);
                long open = OpenFiles.count();
                long watched = OpenFiles.watched();
                for (int i = 0; i < 50; i++) {
                    passOne(hands, before, address, listening, after);
                }
                after.ended(EndReason.NORMAL, 51);
                Eventually.is(open, OpenFiles::count, () -> "open descriptors");
                Eventually.is(watched, OpenFiles::watched, () -> "descriptors that pollers watch");
            }
        }
    }

    private static void passOne(Hands hands, OnALoop before, SocketAddress address, Listening listening, Balanced after) throws Exception {
        try (Peer client = Peer.connect(address)) {
            hands.pass(before, before.accepted(), after);
            try (Peer backend = listening.accepts()) {
                client.sends("x");
                backend.receives("x");
                assertEquals(1, after.connections().size(), "relayed there");
            }
        }
    }

    /** A Unix socket on which one side accepts and the other one has connected. */
    private Hands joinHands(OnALoop loop) throws Exception {
        var address = UnixDomainSocketAddress.of(directory.resolve("hands.sock"));
        loop.listens(address);
        DescriptorSocket left = DescriptorSocket.connect(address, TIMEOUT);
        return new Hands(left, DescriptorSocket.of(loop.detaches(loop.accepted()), TIMEOUT));
    }

    private record Hands(DescriptorSocket left, DescriptorSocket right) implements AutoCloseable {

        void pass(OnALoop before, Socket socket, Balanced after) throws Exception {
            try (var descriptor = before.detaches(socket)) {
                left.send(bytes("connection"), List.of(descriptor));
            }
            try (var received = right.receive()) {
                assertEquals("connection", new String(received.message(), StandardCharsets.UTF_8));
                Socket adopted = LinuxTransport.open().adopt(received.descriptors().getFirst());
                Opening.open(after.balancer().loops().getFirst(), after.balancer().listeners().iterator().next(), adopted);
            }
        }

        @Override
        public void close() {
            left.close();
            right.close();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
