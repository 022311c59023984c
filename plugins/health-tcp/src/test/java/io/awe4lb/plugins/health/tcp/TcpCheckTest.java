package io.awe4lb.plugins.health.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TcpCheckTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final TcpCheck check = new TcpCheck();
    private final List<SocketChannel> clients = new ArrayList<>();

    @AfterEach
    void closeClients() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
    }

    @Test
    void passesWhenTheBackendAccepts() throws Exception {
        try (var backend = listening()) {
            var passed = assertInstanceOf(CheckResult.Passed.class, probe(backend.getLocalAddress(), LONG));

            assertTrue(passed.detail().matches("connected in (less than 1|\\d+) ms"), passed.detail());
        }
    }

    @Test
    void failsWhenNobodyListens() throws Exception {
        try (var boundOnly = new Socket()) {
            boundOnly.bind(loopback());

            assertFails("connect_refused", probe(boundOnly.getLocalSocketAddress(), LONG));
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others answer otherwise when the queue is full")
    void failsWhenNobodyAnswersInTime() throws Exception {
        try (var backend = listening()) {
            fillTheQueueOf(backend);

            assertFails("connect_timeout", probe(backend.getLocalAddress(), Duration.ofMillis(100)));
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others answer otherwise when the queue is full")
    void leavesWhenInterrupted() throws Exception {
        try (var backend = listening()) {
            fillTheQueueOf(backend);
            var outcome = new CompletableFuture<CheckResult>();
            SocketAddress address = backend.getLocalAddress();
            Thread checking = Thread.ofVirtual().start(() -> {
                try {
                    outcome.complete(probe(address, LONG));
                } catch (InterruptedException interrupted) {
                    outcome.completeExceptionally(interrupted);
                }
            });

            checking.interrupt();

            assertInstanceOf(InterruptedException.class, outcome.handle((_, failure) -> failure).get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theBackendsProgramSeesNothing() throws Exception {
        int checks = 20;
        try (var backend = listening()) {
            for (int i = 0; i < checks; i++) {
                assertInstanceOf(CheckResult.Passed.class, probe(backend.getLocalAddress(), LONG));
            }
            connect(backend);
            int seen = acceptedBefore(clients.getFirst().getLocalAddress(), backend);

            // On a busy machine the delayed acknowledgement may be sent before the check goes on.
            assertTrue(seen <= checks / 2, () -> seen + " of " + checks + " checks were seen");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesNoTimeWait() throws Exception {
        try (var backend = listening()) {
            probe(backend.getLocalAddress(), LONG);

            String port = ":%04X ".formatted(((InetSocketAddress) backend.getLocalAddress()).getPort());
            try (var sockets = Stream.of("/proc/net/tcp", "/proc/net/tcp6").flatMap(TcpCheckTest::lines)) {
                assertEquals(List.of(), sockets.filter(line -> line.contains(port) && line.contains(" 06 ")).toList());
            }
        }
    }

    @Test
    void passesOnAUnixSocket(@TempDir Path directory) throws Exception {
        var address = UnixDomainSocketAddress.of(directory.resolve("backend.sock"));
        try (var backend = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            backend.bind(address);

            assertInstanceOf(CheckResult.Passed.class, probe(address, LONG));
        }

        assertFails("connect_refused", probe(address, LONG));
    }

    @Test
    void failsWhenThereIsNoUnixSocket(@TempDir Path directory) throws Exception {
        assertFails("unreachable", probe(UnixDomainSocketAddress.of(directory.resolve("none.sock")), LONG));
    }

    private CheckResult probe(SocketAddress address, Duration timeout) throws InterruptedException {
        return check.check(new CheckTarget("b1", address, timeout));
    }

    private static void assertFails(String code, CheckResult result) {
        assertEquals(code, assertInstanceOf(CheckResult.Failed.class, result).code(), result::toString);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static ServerSocketChannel listening() throws IOException {
        return ServerSocketChannel.open().bind(loopback(), 1);
    }

    private void connect(ServerSocketChannel backend) throws IOException {
        clients.add(SocketChannel.open(backend.getLocalAddress()));
    }

    /** Until the next connect is not answered. */
    private void fillTheQueueOf(ServerSocketChannel backend) throws IOException {
        try {
            while (true) {
                SocketChannel client = SocketChannel.open();
                clients.add(client);
                client.socket().connect(backend.getLocalAddress(), 100);
            }
        } catch (SocketTimeoutException _) { // full
            return;
        }
    }

    private static int acceptedBefore(SocketAddress last, ServerSocketChannel backend) throws IOException {
        for (int seen = 0;; seen++) {
            try (SocketChannel accepted = backend.accept()) {
                if (last.equals(accepted.getRemoteAddress())) {
                    return seen;
                }
            }
        }
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.exists(Path.of(file)) ? Files.readAllLines(Path.of(file)).stream() : Stream.of();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
