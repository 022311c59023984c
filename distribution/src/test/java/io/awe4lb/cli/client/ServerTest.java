package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.cli.Typed;
import io.awe4lb.cli.command.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can go wrong between the command and the server. */
class ServerTest extends ClientTest {

    private static final String JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    @Test
    void anOutputThatIsNotKnownIsRefused() {
        typed("config", "history", "-o", "xml").endsWith(2).complains("'xml' is not known: write table or json");
        assertEquals(0, server().asked().size());
    }

    private static Typed history(RawServer raw) {
        return Typed.of("config", "history", "--server", raw.address());
    }

    @Test
    void theTokenIsSentAndNeverPrinted() {
        server().refuse("GET /api/v1/config/revisions", tokenProblem("wrong-token", "nobody has this token"));
        typed("config", "history", "--token", "s3cret").endsWith(1).complains("nobody has this token: 'admin.auth.tokens'").hides("s3cret");
        assertEquals("Bearer s3cret", server().last().header("Authorization"));
    }

    @Test
    void whoComesWithoutATokenIsToldWhereOneIs() {
        server().refuse("GET /api/v1/config/revisions", "Unauthorized");
        typed("config", "history").endsWith(1).complains("shown at the first start; --token-file FILE or AWE4LB_TOKEN says who you are");
        assertEquals("", server().last().header("Authorization"));
    }

    private static ObjectNode tokenProblem(String code, String detail) {
        return Contract.WRITTEN.problem("Unauthorized").put("code", code).put("detail", detail);
    }

    @Test
    void whoIsSentAwayForAWhileIsToldForHowLong() {
        ObjectNode problem = tokenProblem("too-many-attempts", "too many wrong tokens from 127.0.0.1").put("status", 429);
        server().on("GET /api/v1/config/revisions",
                new StubServer.Said(429, "application/problem+json", problem.toString(), Map.of("Retry-After", "17")));
        typed("config", "history").endsWith(1).complains("too many wrong tokens from 127.0.0.1; try again in 17 s");
    }

    @Test
    void whereNobodyListensItIsAskedWhetherAwe4lbRuns() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Typed.of("status", "--server", "127.0.0.1:" + port).endsWith(1)
                .complains("nobody listens on http://127.0.0.1:" + port + ": is awe4lb running there?").complains("AWE4LB_SERVER");
    }

    @Test
    void aNameThatIsNotKnownIsSaid() {
        Typed.of("status", "--server", "http://no-such-host.invalid:7070").endsWith(1)
                .complains("the name 'no-such-host.invalid' is not known");
    }

    @Test
    void anAnswerInManySlowPiecesIsReadToItsEnd() throws Exception {
        RawServer.Script chunks = socket -> {
            OutputStream out = socket.getOutputStream();
            out.write((JSON + "Transfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            for (String piece : "[{\"revision\": 7, \"comment\": \"ü\", \"current\": true}]".split("(?<=[,:])")) {
                byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
                out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
                for (byte one : bytes) {
                    out.write(one);
                    out.flush();
                }
                out.write("\r\n".getBytes(StandardCharsets.UTF_8));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        };
        try (RawServer raw = new RawServer(chunks)) {
            history(raw).endsWith(0).says("*  7         -     -     -    ü");
        }
    }

    @Test
    void anAnswerThatStopsInTheMiddleIsNotWaitedForForever() throws Exception {
        RawServer.Script stalls = socket -> {
            socket.getOutputStream().write((JSON + "Content-Length: 100\r\n\r\n[").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            assertEquals(-1, socket.getInputStream().read(), "the client gives up");
        };
        try (RawServer raw = new RawServer(stalls);
                Server server =
                        new Server(URI.create(raw.address()), Optional.empty(), HttpClient.newHttpClient(), Duration.ofMillis(300))) {
            Failure failure =
                    assertThrows(Failure.class, () -> server.ask(Request.of("PUT", "config").body("application/yaml", new byte[0])));
            assertTrue(failure.getMessage().startsWith("no answer from " + raw.address()), failure.getMessage());
            assertTrue(failure.getMessage().contains("whether the change was made is not known"), failure.getMessage());
        }
    }

    @Test
    void anAnswerThatBreaksOffIsSaid() throws Exception {
        try (RawServer raw = new RawServer(RawServer.saying(JSON + "Content-Length: 100\r\n\r\n[{"))) {
            history(raw).endsWith(1).complains("the connection to " + raw.address() + " broke off");
        }
    }

    @Test
    void whoIsNoHttpServerIsSaid() throws Exception {
        try (RawServer raw = new RawServer(RawServer.saying("220 mail.example.com ESMTP\r\n"))) {
            history(raw).endsWith(1).complains(raw.address() + " does not speak HTTP: write https:// if it speaks TLS");
        }
    }

    @Test
    void aPortThatSpeaksTlsIsSaidWithoutNoise() throws Exception {
        try (RawServer raw = new RawServer(RawServer.saying("\u0015\u0003\u0003\u0000\u0002\u0002P"))) {
            history(raw).endsWith(1).complains(raw.address() + " does not speak HTTP: write https:// if it speaks TLS").hides("parser");
        }
    }

    @Test
    void anotherProgramsAnswerIsNotTakenForOne() throws Exception {
        String[] answers = {
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
            "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nbad",
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            JSON + "Content-Length: 0\r\n\r\n",
            JSON + "Content-Length: 2\r\n\r\n{}",
            JSON + "Content-Length: 4\r\n\r\nnull",
            JSON + "Content-Length: 4\r\n\r\n[] x",
            "HTTP/1.1 500 Oops\r\nContent-Type: application/problem+json\r\nContent-Length: 2\r\n\r\n[]"};
        for (String answer : answers) {
            try (RawServer raw = new RawServer(RawServer.saying(answer))) {
                history(raw).endsWith(1).complains("but not as awe4lb does: is this where it is administered ('admin.bind')");
            }
        }
    }
}
