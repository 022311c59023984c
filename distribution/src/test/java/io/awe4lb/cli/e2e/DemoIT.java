package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoIT extends EndToEnd {

    private static final int USUAL_PORT = 8080;

    @Test
    void itServesHttpFromThreeBackendsThatSayTheirNames() throws Exception {
        Awe4lb demo = started("demo");
        InetSocketAddress address = address(demo);
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            names.add(get(address));
        }
        assertEquals(Set.of("backend-1", "backend-2", "backend-3"), names);
        demo.out().says(Pattern.compile("curl http://127.0.0.1:" + address.getPort() + "/"));
        demo.out().says(Pattern.compile("strategy: round-robin"));
    }

    @Test
    void itEchoesLinesWithTheNameOfTheBackend() throws Exception {
        Peer client = client(address(started("demo")));
        client.sends("hello\n");
        String answer = client.line();
        assertTrue(answer.matches("backend-[123]: hello"), answer);
        client.sends("again\n");
        assertEquals(answer.replace("hello", "again"), client.line());
    }

    @Test
    void itTakesTheNextFreePortWhenItsOwnIsTaken() throws Exception {
        try (ServerSocket _ = taken()) {
            Awe4lb demo = started("demo");
            assertTrue(address(demo).getPort() > USUAL_PORT, "another port");
            assertTrue(get(address(demo)).startsWith("backend-"));
        }
    }

    @Test
    void theFileThatItAdvisesToBeginWithIsThereAndRight() throws Exception {
        Awe4lb demo = started("demo");
        var copy = demo.out().says(Pattern.compile("copy (/.*) to my.yaml"));
        command("check", "-c", copy.group(1)).with(0);
    }

    @Test
    void controlCEndsItWell() throws Exception {
        Awe4lb demo = started("demo");
        Peer client = client(address(demo));
        demo.signal("INT");
        client.isClosed();
        assertEquals(0, demo.exitCode());
    }

    @Test
    void termEndsItAsAnyOther() throws Exception {
        Awe4lb demo = started("demo");
        address(demo);
        demo.signal("TERM");
        assertEquals(143, demo.exitCode());
    }

    /** Whoever has the port, it is not the demonstration. */
    private static ServerSocket taken() throws IOException {
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress("127.0.0.1", USUAL_PORT));
        } catch (BindException _) { // somebody else on this machine
        }
        return socket;
    }

    private static InetSocketAddress address(Awe4lb demo) throws Exception {
        var port = demo.out().says(Pattern.compile("awe4lb listens on 127.0.0.1:(\\d+) "));
        demo.out().says(Pattern.compile("Ctrl-C ends"));
        return new InetSocketAddress("127.0.0.1", Integer.parseInt(port.group(1)));
    }

    /** The body of the answer, its line end left out. */
    private String get(InetSocketAddress address) throws IOException {
        try (Peer client = Peer.connect(address)) {
            client.sends("GET / HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n");
            String answer = new String(client.input().readAllBytes(), UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
        }
    }
}
