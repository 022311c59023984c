package io.awe4lb.admin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An address is taken first and served later. */
class HttpServerTest {

    private static HttpServer server() {
        return new HttpServer(List.of(), _ -> {}, new Gate(Limits.DEFAULT), Limits.DEFAULT);
    }

    @Test
    void connectionsWaitUntilItListens() throws Exception {
        try (HttpServer server = server()) {
            HttpServer.Listening listening = server.bind("127.0.0.1", 0, server.security(null));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), listening.port())) {
                client.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                client.setSoTimeout(300);
                assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
                server.listen(listening);
                client.setSoTimeout(10_000);
                assertEquals('H', client.getInputStream().read());
            }
        }
    }
}
