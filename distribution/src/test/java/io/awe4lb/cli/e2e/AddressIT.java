package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of addresses, on either side. */
class AddressIT extends EndToEnd {

    @Test
    void aBackendMayHaveAName() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            Awe4lb awe4lb = serving("""
                    listeners:
                      web: {bind: "127.0.0.1:0", pool: web}
                    pools:
                      web: {backends: ["localhost:%s"]}
                    """, server.getLocalPort());
            client(awe4lb.address("web")).sends("hello\n");
            opened.add(new Peer(server.accept())).receives("hello\n");
        }
    }

    @Test
    void aListenerMayHaveSeveralAddressesAndANameAmongThem() throws Exception {
        Awe4lb awe4lb = serving("""
                listeners:
                  web: {bind: ["127.0.0.1:0", "127.0.0.2:0"], pool: web}
                pools:
                  web: {backends: ["%s"]}
                """, backend("a"));
        client(awe4lb.address("web")).receives("a\n");
        client(awe4lb.address("web", "127\\.0\\.0\\.2")).receives("a\n");
    }

    @Test
    void aListenerWithoutAHostListensOnEveryAddress() throws Exception {
        Awe4lb awe4lb = serving("""
                listeners:
                  web: {bind: ":0", pool: web}
                pools:
                  web: {backends: ["%s"]}
                """, backend("a"));
        int port = awe4lb.address("web", "\\*").getPort();
        client(new InetSocketAddress("127.0.0.1", port)).receives("a\n");
        client(new InetSocketAddress("127.0.0.9", port)).receives("a\n");
        if (hasIpv6()) {
            client(new InetSocketAddress("::1", port)).receives("a\n");
        }
    }

    @Test
    void ipv6IsSpokenOnBothSides() throws Exception {
        assumeTrue(hasIpv6(), "this machine has no IPv6");
        NamedBackend backend = backend("a", "::1");
        Awe4lb awe4lb = serving("""
                listeners:
                  web: {bind: "[::1]:0", pool: web}
                pools:
                  web: {backends: ["[::1]:%s"], healthCheck: {type: tcp, interval: 50ms, initial: down, rise: 1}}
                """, backend.port());
        InetSocketAddress web = awe4lb.address("web", "\\[::1\\]");
        Eventually.until("it is served", () -> client(web).isGreeted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux", "nio"})
    void unixSocketsAreSpokenOnBothSides(String transport) throws Exception {
        Path listener = directory.resolve("listener.sock");
        Path backend = directory.resolve("backend.sock");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(backend));
            Awe4lb awe4lb = serving("""
                    transport: %s
                    listeners:
                      web: {bind: "unix:%s", pool: web}
                    pools:
                      web: {backends: ["unix:%s"]}
                    """, transport, listener, backend);
            try (var client = SocketChannel.open(UnixDomainSocketAddress.of(listener)); var accepted = server.accept()) {
                send(client, "hello");
                client.shutdownOutput();
                assertEquals("hello", all(accepted));
                send(accepted, "world");
                accepted.shutdownOutput();
                assertEquals("world", all(client));
            }
            awe4lb.signal("TERM");
            assertEquals(143, awe4lb.exitCode());
            assertTrue(Files.notExists(listener), "the socket's file is gone");
        }
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private static String all(SocketChannel channel) throws IOException {
        return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }

    private static boolean hasIpv6() throws IOException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address.isLoopbackAddress() && address.getAddress().length == 16);
    }
}
