package io.awe4lb.admin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.admin.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can fail fails when the address is taken; after that there is nothing left to fail. */
class DoorTest {

    private final Server server = new Server();
    private Door door;

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void anAddressThatCannotBeServedIsRefusedAndGivenBack() throws Exception {
        var http = new HttpConnectionFactory() {

            @Override
            protected void doStart() throws Exception {
                throw new IOException("too many open files");
            }
        };
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Door door = new Door(new Server(), Limits.DEFAULT, http, http);
        String sentence = assertThrows(IOException.class, () -> door.bind("127.0.0.1", port)).getMessage();
        assertTrue(sentence.contains("127.0.0.1:" + port + ": ") && sentence.contains("too many open files"), sentence);
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void withoutDescriptorsAcceptingPauses() throws Exception {
        var tries = new AtomicInteger();
        open(Duration.ofHours(1), _ -> {
            tries.incrementAndGet();
            throw new SocketException("Too many open files");
        });
        try (Socket _ = new Socket("127.0.0.1", door.getLocalPort())) {
            Eventually.is(false, door::isAccepting, "a pause");
            try (Socket _ = new Socket("127.0.0.1", door.getLocalPort())) {
                assertEquals(1, tries.get(), "who waits is told of once, not in a circle");
            }
        }
    }

    @Test
    void whoWaitedIsServedAfterThePause() throws Exception {
        var tries = new AtomicInteger();
        open(Duration.ofMillis(1), server -> {
            if (tries.incrementAndGet() <= 3) {
                throw new SocketException("Too many open files");
            }
            return server.accept();
        });
        try (Socket client = new Socket("127.0.0.1", door.getLocalPort())) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals('H', client.getInputStream().read());
        }
    }

    private void open(Duration pause, Door.Accept accept) throws Exception {
        server.start();
        var http = new HttpConnectionFactory();
        door = new Door(server, Limits.DEFAULT, http, http, accept, pause);
        door.bind("127.0.0.1", 0);
        server.addConnector(door);
        door.begin();
    }
}
