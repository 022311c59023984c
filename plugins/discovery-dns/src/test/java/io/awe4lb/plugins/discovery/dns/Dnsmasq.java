package io.awe4lb.plugins.discovery.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A real DNS server on loopback, which knows what it is told and asks nobody. */
final class Dnsmasq implements AutoCloseable {

    private static final long DEADLINE_NANOS = 30_000_000_000L;

    private final int port;
    private final Process process;

    private Dnsmasq(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** @param hosts as in hosts(5) */
    static Dnsmasq start(Path directory, String hosts, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("hosts"), hosts);
        int port = freePort();
        var command = new ArrayList<>(List.of("dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=" + port,
                "--listen-address=127.0.0.1", "--bind-interfaces", "--no-resolv", "--no-hosts", "--pid-file=", "--local=/test/",
                "--user=" + System.getProperty("user.name"), "--addn-hosts=" + file));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve("dnsmasq.log").toFile()).start();
        var server = new Dnsmasq(port, process);
        server.awaitListening();
        return server;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() {
        long begin = System.nanoTime();
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() - begin > DEADLINE_NANOS) {
                close();
                throw new AssertionError("dnsmasq does not listen: is it installed? see .ci/run");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private boolean isListening() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) { // not yet
            return false;
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
