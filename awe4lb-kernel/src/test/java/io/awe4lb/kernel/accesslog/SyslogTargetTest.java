package io.awe4lb.kernel.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.AccessLogTarget;
import io.awe4lb.kernel.config.AccessLogTarget.Facility;
import io.awe4lb.kernel.config.AccessLogTarget.SyslogProtocol;
import io.awe4lb.spi.Address;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyslogTargetTest {

    private static final int DEADLINE = (int) Eventually.DEADLINE.toMillis();

    private static AccessLogTarget.Syslog server(int port, SyslogProtocol protocol) {
        return new AccessLogTarget.Syslog(new Address.Inet("127.0.0.1", port), protocol, Facility.LOCAL3);
    }

    /** Section 6 of RFC 5424; local3 is 19, informational 6. */
    private static String message(int number) {
        return "<158>1 1970-01-01T00:00:00Z \\S+ awe4lb " + ProcessHandle.current().pid() + " access - line " + number;
    }

    @Test
    void overUdpEachMessageIsADatagram() throws IOException {
        try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var logging = Logging.to(server(server.getLocalPort(), SyslogProtocol.UDP))) {
            server.setSoTimeout(DEADLINE);
            logging.ends(3);
            for (int i = 1; i <= 3; i++) {
                var packet = new DatagramPacket(new byte[2_000], 2_000);
                server.receive(packet);
                matches(message(i), new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            }
            logging.hasWritten(3);
        }
    }

    @Test
    void overTcpEachMessageHasItsLengthBefore() throws IOException {
        try (var server = listening(0); var logging = Logging.to(server(server.getLocalPort(), SyslogProtocol.TCP))) {
            logging.ends(2);
            try (Socket connection = accepted(server)) {
                matches(message(1), counted(connection.getInputStream()));
                matches(message(2), counted(connection.getInputStream()));
            }
        }
    }

    @Test
    void whatAServerThatIsAwayForAMomentMissedComesWhenItIsBack() throws IOException {
        int port;
        try (var server = listening(0)) {
            port = server.getLocalPort();
        }
        try (var logging = Logging.to(server(port, SyslogProtocol.TCP))) {
            logging.ends(2);
            Eventually.until("it is told",
                    () -> logging.messages().stream().anyMatch(text -> text.contains("nothing can be written: Connection refused")));
            try (var server = listening(port); Socket connection = accepted(server)) {
                matches(message(1), counted(connection.getInputStream()));
                matches(message(2), counted(connection.getInputStream()));
                logging.hasWritten(2);
                Eventually.until("it is told that it is back",
                        () -> logging.messages().stream().anyMatch(text -> text.contains("lines are written again; 0 lines were dropped")));
            }
        }
    }

    @Test
    void aServerOfDatagramsThatIsNotThereIsNeverSaidToBeBack() throws IOException {
        int port;
        try (var server = listening(0)) {
            port = server.getLocalPort();
        }
        try (var logging = Logging.to(server(port, SyslogProtocol.UDP))) {
            Eventually.until("datagrams leave between failures", () -> {
                logging.ends(1);
                return logging.stats().written() > 3;
            });
            List<String> messages = logging.messages();
            assertEquals(1, messages.size(), messages::toString);
            assertTrue(messages.getFirst().contains("nothing can be written: nobody listens there;"), messages::toString);
        }
    }

    @Test
    void aServerThatClosesIsConnectedToAgainBeforeALineIsLost() throws IOException {
        try (var server = listening(0); var logging = Logging.to(server(server.getLocalPort(), SyslogProtocol.TCP))) {
            logging.ends(1);
            try (Socket first = accepted(server)) {
                matches(message(1), counted(first.getInputStream()));
                logging.hasWritten(1);
            }
            logging.ends(1);
            try (Socket second = accepted(server)) {
                matches(message(2), counted(second.getInputStream()));
            }
        }
    }

    @Test
    void aServerThatReadsNothingCostsLinesAndDoesNotHoldUpAStop() throws IOException {
        try (var server = listening(0)) {
            var logging = Logging.to(server(server.getLocalPort(), SyslogProtocol.TCP), (_, line) -> line.append("x".repeat(10_000)));
            Eventually.until("lines are dropped", () -> {
                logging.ends(1_000);
                return logging.stats().dropped() > 0;
            });
            logging.close();
            assertTrue(logging.messages().stream().anyMatch(text -> text.contains("lines were lost at the end")),
                    logging.messages()::toString);
        }
    }

    private static ServerSocket listening(int port) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress("127.0.0.1", port));
        server.setSoTimeout(DEADLINE);
        return server;
    }

    private static Socket accepted(ServerSocket server) throws IOException {
        Socket socket = server.accept();
        socket.setSoTimeout(DEADLINE);
        return socket;
    }

    private static String counted(InputStream in) throws IOException {
        int length = 0;
        for (int digit = in.read(); digit != ' '; digit = in.read()) {
            length = 10 * length + Character.digit(digit, 10);
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static void matches(String pattern, String text) {
        assertTrue(text.matches(pattern), () -> text + " is not " + pattern);
    }
}
