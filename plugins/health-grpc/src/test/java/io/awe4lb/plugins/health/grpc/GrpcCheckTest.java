package io.awe4lb.plugins.health.grpc;

import static io.awe4lb.plugins.health.grpc.GrpcCheckProvider.AUTHORITY;
import static io.awe4lb.plugins.health.grpc.GrpcCheckProvider.SERVICE;
import static io.awe4lb.plugins.health.grpc.GrpcCheckProvider.TLS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.plugins.health.conversation.Found;
import io.awe4lb.plugins.health.conversation.PlayedBackend;
import io.awe4lb.plugins.health.conversation.SignedByNobody;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Options;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.frame.RawFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against frames as a real server sends them; the end-to-end test asks an HTTP/2 server. */
class GrpcCheckTest {

    private final LinkedBlockingQueue<List<String>> heard = new LinkedBlockingQueue<>();

    @FunctionalInterface
    private interface Part {
        void play(PlayedGrpc server) throws Exception;
    }

    private static HealthCheck check(Options options) {
        return new GrpcCheckProvider().create(options);
    }

    /** After the call was heard. */
    private CheckResult answered(Options options, Part part) throws Exception {
        try (var backend = PlayedBackend.playing(connection -> {
            var server = new PlayedGrpc(connection);
            heard.add(server.hears());
            part.play(server);
            PlayedBackend.waitForEnd(connection);
        })) {
            return Found.by(check(options), backend.target());
        }
    }

    private CheckResult answered(Part part) throws Exception {
        return answered(Options.defaults(), part);
    }

    @Test
    void asksTheHealthServiceAndPassesWhenItServes() throws Exception {
        Found.passed("it says SERVING", answered(Options.defaults().with(SERVICE, "shop").with(AUTHORITY, "api.example.com"),
                server -> server.answers(8, 1)));
        assertEquals(List.of(":method: POST", ":scheme: http", ":path: /grpc.health.v1.Health/Check", ":authority: api.example.com",
                "content-type: application/grpc", "te: trailers", "user-agent: awe4lb-health-check", "00000000060a0473686f70"),
                heard.take());
        Found.passed("it says SERVING", answered(server -> server.answers(0x12, 2, 7, 7, 8, 1, 0x1d, 1, 2, 3, 4)));
        assertEquals("0000000000", heard.take().getLast());
    }

    @Test
    void failsWithWhatTheServiceSays() throws Exception {
        Found.failed("grpc_status", "it says NOT_SERVING, expected SERVING", answered(server -> server.answers(8, 2)));
        Found.failed("grpc_status", "it says UNKNOWN, expected SERVING", answered(server -> server.answers()));
        Found.failed("grpc_status", "it says status 300, expected SERVING", answered(server -> server.answers(8, 0xac, 2)));
    }

    @Test
    void failsWithTheStatusOfTheCall() throws Exception {
        Found.failed("grpc_status", "it has no health service (UNIMPLEMENTED): register grpc.health.v1.Health there",
                answered(server -> server.says(true, ":status", "200", "grpc-status", "12")));
        Found.failed("grpc_status", "its health service does not know 'shop' (NOT_FOUND)",
                answered(Options.defaults().with(SERVICE, "shop"),
                        server -> server.says(true, ":status", "200", "grpc-status", "5")));
        Found.failed("grpc_status", "the call failed with the status \"14\" of gRPC: \"no database\"",
                answered(server -> server.says(true, ":status", "200", "grpc-status", "14", "grpc-message", "no database")));
        Found.failed("http_status", "it answered with the status \"404\" of HTTP: is this a gRPC server?",
                answered(server -> server.says(true, ":status", "404")));
    }

    @Test
    void headersMayGoOnInTheNextFrameAndUnknownFramesArePassedOver() throws Exception {
        byte[] head = {(byte) 0x88}; // :status 200
        byte[] tail = {0, 11, 'g', 'r', 'p', 'c', '-', 's', 't', 'a', 't', 'u', 's', 2, '1', '2'};
        Found.failedLike("grpc_status", "it has no health service .*", answered(server -> {
            server.says(new RawFrame(0xfa, 0, 1, ByteBuffer.wrap(head)));
            server.says(PlayedGrpc.FRAMES.createHeaders(1, ByteBuffer.wrap(head), false, true));
            server.says(PlayedGrpc.FRAMES.createContinuation(1, ByteBuffer.wrap(tail), true));
        }));
    }

    @Test
    void failsWhenTheCallIsBrokenOff() throws Exception {
        Found.failed("refused", "it broke the call off (RST_STREAM)",
                answered(server -> server.says(PlayedGrpc.FRAMES.createResetStream(1, 7))));
        Found.failed("refused", "it takes no calls on this connection (GOAWAY)", answered(
                server -> server.says(PlayedGrpc.FRAMES.createGoAway(0, H2Error.NO_ERROR, "restart"))));
    }

    @Test
    void failsWhenTheMessageIsNone() throws Exception {
        Found.failedLike("answer_invalid", "its message is not that of .*", answered(server -> server.answers(8)));
        Found.failedLike("answer_invalid", "its message is not that of .*", answered(server -> server.answers(0x12, 9, 1)));
        Found.failedLike("answer_invalid", "its message is not that of .*", answered(server -> server.answers(0x0f)));
        Found.failedLike("answer_invalid", "its message is not that of .*",
                answered(server -> server.answers(8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)));
        Found.failed("answer_invalid", "its answer is not one plain message of gRPC", answered(server -> {
            server.says(false, ":status", "200");
            server.says(PlayedGrpc.FRAMES.createData(1, ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 0}), true));
        }));
    }

    @Test
    void aServerThatNeverComesToAnEndIsLeft() throws Exception {
        Found.failedLike("answer_too_long", "it sent more than 200 frames .*", answered(server -> {
            for (int i = 0; i < 300; i++) {
                server.says(PlayedGrpc.FRAMES.createSettings());
            }
        }));
        Found.failedLike("answer_too_long", "its answer is longer than 65536 bytes", answered(server -> {
            for (int i = 0; i < 5; i++) {
                server.says(PlayedGrpc.FRAMES.createData(1, ByteBuffer.allocate(1 << 14), false));
            }
        }));
    }

    @Test
    void saysThatItIsNotHttp2() throws Exception {
        try (var backend = PlayedBackend.answering("SM\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n")) {
            Found.failedLike("answer_invalid", "its answer is not HTTP/2 .*: is this the port of a gRPC server.*",
                    Found.by(check(Options.defaults()), backend.target()));
        }
        Found.failedLike("answer_invalid", "its answer is not HTTP/2 .*", answered(
                server -> server.says(PlayedGrpc.FRAMES.createHeaders(1, ByteBuffer.wrap(new byte[] {(byte) 0xff, 0x7f}), true, true))));
    }

    @Test
    void saysThatTheAnswerEndedOrDidNotCome() throws Exception {
        try (var backend = PlayedBackend.playing(connection -> new PlayedGrpc(connection).hears())) {
            Found.failedLike("no_answer", ".*", Found.by(check(Options.defaults()), backend.target()));
        }
        try (var backend = PlayedBackend.playing(PlayedBackend::waitForEnd)) {
            Found.failedLike("answer_timeout", ".*", Found.by(check(Options.defaults()), backend.target(Duration.ofMillis(200))));
        }
    }

    @Test
    void overTlsTheServerHasToAgreeToHttp2(@TempDir Path directory) throws Exception {
        SignedByNobody certificate = SignedByNobody.make(directory, 2);
        Options trusting = Options.defaults().with(TLS, true).with(Tls.CA, certificate.pem().toString());
        try (var agreeing = PlayedBackend.secured(certificate, connection -> {
            var secured = (SSLSocket) connection;
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            secured.setSSLParameters(parameters);
            var server = new PlayedGrpc(connection);
            heard.add(server.hears());
            server.answers(8, 1);
            PlayedBackend.waitForEnd(connection);
        }); var other = PlayedBackend.secured(certificate, PlayedBackend::waitForEnd)) {
            Found.passed("it says SERVING", Found.by(check(trusting), new CheckTarget("b1", agreeing.named(), Duration.ofSeconds(20))));
            assertTrue(heard.take().contains(":scheme: https"));
            Found.failed("tls_failed", "it speaks TLS, but does not agree to the protocol h2 (ALPN)",
                    Found.by(check(trusting), new CheckTarget("b1", other.named(), Duration.ofSeconds(20))));
        }
    }

    @Test
    void leavesWhenInterrupted() throws Exception {
        var asked = new CountDownLatch(1);
        try (var backend = PlayedBackend.playing(connection -> {
            asked.countDown();
            PlayedBackend.waitForEnd(connection);
        })) {
            Found.Running running = Found.begin(check(Options.defaults()), backend.target());
            asked.await();
            Found.leavesWhenInterrupted(running);
        }
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        assertEquals("'service' is longer than 127 bytes", refusal(Options.defaults().with(SERVICE, "x".repeat(128))));
        for (String authority : List.of("", "a b", "http://a", "me@a")) {
            assertTrue(refusal(Options.defaults().with(AUTHORITY, authority)).startsWith("'authority: " + authority + "' is no host"),
                    authority);
        }
    }

    private static String refusal(Options options) {
        return assertThrows(IllegalArgumentException.class, () -> check(options)).getMessage();
    }
}
