package io.awe4lb.kernel.datapath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.Application;
import io.awe4lb.kernel.config.BackendTlsConfig;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.config.RouteConfig;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.wire.Hello;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where clients go by what they speak. */
class PeekTest extends OnEachTransport {

    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 0xD2, 0x16, 0x2F};
    private static final byte[] GSS_REQUEST = {0, 0, 0, 8, 4, (byte) 0xD2, 0x16, 0x30};
    private static final byte[] START = {0, 0, 0, 16, 0, 3, 0, 0, 'u', 's', 'e', 'r', 0, 'a', 0, 0};
    private static final byte[] HELLO = Hello.ofJava("db.example.com");

    /** Those whom the routes mean go to the pool chosen. */
    private Balanced balanced(Balanced.Builder others, Listening chosen, RouteConfig... routes) throws ChangeException {
        BalancerConfig config = others.routes(routes).config();
        return Balanced.of(Routed.with(config, Balanced.over(chosen.spec()).pool("chosen")), transport);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static void writes(Peer peer, byte[] bytes) throws IOException {
        peer.output().write(bytes);
    }

    private static void reads(Peer peer, byte[] bytes) throws IOException {
        assertArrayEquals(bytes, peer.input().readNBytes(bytes.length));
    }

    /** What a client says first arrives where it should, with nothing taken from it or put before it. */
    private static void arrives(Balanced balanced, byte[] first, Listening where) throws IOException {
        try (Peer client = balanced.client()) {
            writes(client, first);
            try (Peer backend = where.accepts()) {
                reads(backend, first);
                writes(client, bytes("more"));
                reads(backend, bytes("more"));
                writes(backend, bytes("answer"));
                reads(client, bytes("answer"));
            }
        }
    }

    @Test
    void eachProtocolGoesToItsPoolAndOthersToTheRest() throws Exception {
        try (var chosen = new Listening();
                var others = new Listening();
                var balanced = balanced(Balanced.over(others.spec()), chosen,
                        Routed.application("chosen", Application.SSH, Application.POSTGRES))) {
            arrives(balanced, bytes("SSH-2.0-OpenSSH_9.2\r\n"), chosen);
            arrives(balanced, START, chosen);
            arrives(balanced, SSL_REQUEST, chosen);
            arrives(balanced, bytes("GET / HTTP/1.1\r\n\r\n"), others);
            arrives(balanced, HELLO, others);
            arrives(balanced, bytes("\u0001hello"), others);
        }
    }

    @Test
    void whatComesInPiecesIsReadUntilItTells() throws Exception {
        try (var chosen = new Listening();
                var others = new Listening();
                var balanced = balanced(Balanced.over(others.spec()), chosen, Routed.host("chosen", "shop.example.com"));
                Peer client = balanced.client()) {
            byte[] request = bytes("GET / HTTP/1.1\r\nHost: Shop.example.com:80\r\n\r\n");
            for (byte one : request) {
                client.output().write(one);
                client.output().flush();
            }
            try (Peer backend = chosen.accepts()) {
                reads(backend, request);
            }
            arrives(balanced, bytes("GET / HTTP/1.1\r\nHost: other.example.com\r\n\r\n"), others);
            arrives(balanced, bytes("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), others);
        }
    }

    @Test
    void whoeverSaysNothingWaitsForTheServer() throws Exception {
        try (var chosen = new Listening();
                var others = new Listening();
                var balanced = balanced(Balanced.over(others.spec()).peek(Duration.ofMillis(50)), chosen,
                        Routed.application("chosen", Application.SILENT));
                Peer client = balanced.client();
                Peer backend = chosen.accepts()) {
            writes(backend, bytes("220 mail.example.com\r\n"));
            reads(client, bytes("220 mail.example.com\r\n"));
            writes(client, bytes("EHLO client\r\n"));
            reads(backend, bytes("EHLO client\r\n"));
        }
    }

    @Test
    void whoeverBeginsAndDoesNotGoOnCostsNoBackendAnything() throws Exception {
        try (var chosen = new Listening();
                var others = new Listening();
                var balanced = balanced(Balanced.over(others.spec()).handshake(Duration.ofMillis(200)), chosen,
                        Routed.host("chosen", "shop.example.com"));
                Peer client = balanced.client()) {
            writes(client, bytes("GET / HTTP/1.1\r\n"));
            client.seesEnd();
            balanced.ended(EndReason.TLS_HANDSHAKE_FAILED, 1);
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        }
    }

    @Test
    void thePortThatAClientHasConnectedToMayDecide() throws Exception {
        try (var chosen = new Listening(); var others = new Listening()) {
            int free = freePort();
            var settings = Balanced.over(others.spec()).bind(new Address.Inet("127.0.0.1", free));
            try (var balanced = balanced(settings, chosen, Routed.port("chosen", free))) {
                arrives(balanced, bytes("hello"), chosen);
            }
            try (var balanced = balanced(Balanced.over(others.spec()), chosen, Routed.port("chosen", 1))) {
                arrives(balanced, bytes("hello"), others);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            return socket.getLocalPort();
        }
    }

    private static RouteConfig postgresByName() {
        return Routed.names("chosen", "db.example.com");
    }

    /** Client and backend see of each other what they would without anybody between them. */
    @Test
    void aWishOfPostgresForTlsIsGrantedForItsNameAndAskedOfTheBackend() throws Exception {
        try (var chosen = new Listening();
                var others = new Listening();
                var balanced =
                        balanced(Balanced.over(others.spec()), chosen, postgresByName(), Routed.application("chosen", Application.SSH));
                Peer client = balanced.client()) {
            writes(client, GSS_REQUEST);
            reads(client, new byte[] {'N'});
            writes(client, SSL_REQUEST);
            reads(client, new byte[] {'S'});
            writes(client, HELLO);
            try (Peer backend = chosen.accepts()) {
                reads(backend, SSL_REQUEST);
                writes(backend, new byte[] {'S'});
                reads(backend, HELLO);
                writes(backend, bytes("server hello"));
                reads(client, bytes("server hello"));
            }
        }
    }

    @Test
    void aBackendThatDoesNotSpeakTlsIsPassedOver() throws Exception {
        try (var unwilling = new Listening();
                var chosen = new Listening();
                var others = new Listening()) {
            BalancerConfig config =
                    Balanced.over(others.spec()).routes(postgresByName(), Routed.application("chosen", Application.SSH)).config();
            BackendSpec[] both = {unwilling.spec(), chosen.spec()};
            try (var balanced = Balanced.of(Routed.with(config, Balanced.over(both).pool("chosen")), transport);
                    Peer client = balanced.client()) {
                writes(client, SSL_REQUEST);
                reads(client, new byte[] {'S'});
                writes(client, HELLO);
                try (Peer first = unwilling.accepts()) {
                    reads(first, SSL_REQUEST);
                    writes(first, new byte[] {'N'});
                    try (Peer second = chosen.accepts()) {
                        reads(second, SSL_REQUEST);
                        writes(second, new byte[] {'S'});
                        reads(second, HELLO);
                    }
                }
            }
        }
    }

    /** Else anybody could take servers of something else out of service, from afar and without a password. */
    @Test
    void onlyWhereARouteSpeaksOfPostgresIsABackendBlamedThatDoesNotKnowIt() throws Exception {
        try (var chosen = new Listening();
                var others = new Listening();
                var balanced = balanced(Balanced.over(others.spec()), chosen, Routed.names("backends", "db.example.com"),
                        Routed.application("chosen", Application.POSTGRES))) {
            asksForTlsInVain(balanced, HELLO, others);
            asksForTlsInVain(balanced, Hello.ofJava("other.example.com"), chosen);
            Eventually.is(true, () -> isEjected(balanced, "chosen"), () -> "it is meant to know it"); // and whoever was blamed before is, too
            assertFalse(isEjected(balanced, "backends"));
        }
    }

    private static void asksForTlsInVain(Balanced balanced, byte[] hello, Listening where) throws Exception {
        try (Peer client = balanced.client()) {
            writes(client, SSL_REQUEST);
            reads(client, new byte[] {'S'});
            writes(client, hello);
            try (Peer backend = where.accepts()) {
                reads(backend, SSL_REQUEST);
                writes(backend, bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
                client.seesEnd();
            }
        }
    }

    private static boolean isEjected(Balanced balanced, String pool) {
        return balanced.balancer().pools().stream().filter(each -> each.id().equals(pool)).findAny().orElseThrow().members().all()
                .getFirst()
                .isEjected();
    }

    @Test
    void aClientWithoutTlsIsServedWhereItsPostgresIsMeant() throws Exception {
        try (var chosen = new Listening();
                var others = new Listening();
                var balanced = balanced(Balanced.over(others.spec()), chosen, Routed.names("backends", "none.example.com"),
                        Routed.application("chosen", Application.POSTGRES))) {
            arrives(balanced, START, chosen);
        }
    }

    private BackendTlsConfig trusting() {
        return new BackendTlsConfig(new ProviderConfig<>(TestEngines.on(transport), Options.defaults()), true, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), List.of("TLSv1.3"), List.of(), List.of(), true);
    }

    /** A second TLS within that of the pool is none of PostgreSQL. */
    @Test
    void aClientStaysInClearWhereItsPoolSpeaksTlsWithPostgres() throws Exception {
        try (var chosen = new Listening(); var others = new Listening()) {
            BalancerConfig config = Balanced.over(others.spec()).routes(Routed.application("chosen", Application.POSTGRES)).config();
            try (var balanced = Balanced.of(Routed.with(config, Balanced.over(chosen.spec()).backendTls(trusting()).pool("chosen")),
                    transport); Peer client = balanced.client()) {
                writes(client, SSL_REQUEST);
                reads(client, new byte[] {'N'});
                writes(client, START);
                try (Peer backend = chosen.accepts()) {
                    reads(backend, SSL_REQUEST);
                    writes(backend, new byte[] {'S'});
                    reads(backend, new byte[] {22, 3}); // a record of a handshake
                }
            }
        }
    }
}
