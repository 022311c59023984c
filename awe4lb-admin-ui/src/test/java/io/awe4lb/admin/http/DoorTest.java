package io.awe4lb.admin.http;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** What can fail fails when the address is taken; after that there is nothing left to fail. */
class DoorTest {

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
}
