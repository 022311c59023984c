package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does what it is told line by line, and answers with one line each. Runs in a network of its own, as a process.
 *
 * <pre>
 *    serve PORT                                  tells every question by TCP and UDP whom it comes from, "where" also where it came to
 *    noted WORD                                  whom the datagram "note WORD", to which nobody answers, came from
 *    open NAME tcp|udp FROM PORT TO PORT         begins a conversation, from any port where that is 0
 *    ask NAME WORD                               the answer, or "end"
 *    close NAME
 *    crowd tcp|udp COUNT FROM TO PORT            so many at once, each of which has to be seen as itself
 * </pre>
 */
final class OutpostMain {

    private static final int PATIENCE = 20_000;
    private static final Charset TEXT = UTF_8;

    private final Map<String, Conversation> open = new HashMap<>();
    private final Map<String, String> noted = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, TEXT));
        var outpost = new OutpostMain();
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(outpost.answer(order.split(" ")));
        }
    }

    private String answer(String[] order) {
        try {
            return obey(order);
        } catch (Exception failure) {
            failure.printStackTrace();
            return "failed: " + failure;
        }
    }

    private String obey(String[] order) throws Exception {
        return switch (order[0]) {
            case "serve" -> serve(port(order[1]));
            case "noted" -> noted.getOrDefault(order[1], "nobody");
            case "open" -> {
                var conversation = Conversation.open(order[2], order[3], port(order[4]), order[5], port(order[6]));
                open.put(order[1], conversation);
                yield "ok";
            }
            case "ask" -> open.get(order[1]).ask(order[2].replace('_', ' '));
            case "close" -> {
                open.remove(order[1]).close();
                yield "ok";
            }
            case "crowd" -> crowd(order[1], Integer.parseInt(order[2]), order[3], order[4], port(order[5]));
            default -> "what is " + order[0] + "?";
        };
    }

    private static int port(String text) {
        return Integer.parseInt(text);
    }

    private String serve(int port) throws IOException {
        ServerSocket server = new ServerSocket(port, 4096);
        Thread.ofVirtual().start(() -> accept(server));
        List<InetAddress> own = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(ip -> !ip.isLinkLocalAddress()).toList(); // which nobody may use for a second or two
        for (InetAddress ip : own) {
            DatagramSocket datagrams = new DatagramSocket(port, ip); // one an address: each answers from its own
            Thread.ofVirtual().start(() -> receive(datagrams));
        }
        return "ok";
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> talk(socket));
            }
        } catch (IOException failure) {
            System.err.println(failure);
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), TEXT));
            for (String word = in.readLine(); word != null; word = in.readLine()) {
                String place = word.equals("where") ? " at " + text((InetSocketAddress) socket.getLocalSocketAddress()) : "";
                String answer = word + " " + text((InetSocketAddress) socket.getRemoteSocketAddress()) + place + "\n";
                socket.getOutputStream().write(answer.getBytes(TEXT));
            }
        } catch (IOException _) { // the client went away
            return;
        }
    }

    private void receive(DatagramSocket datagrams) {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[2048], 2048);
                datagrams.receive(packet);
                String word = new String(packet.getData(), 0, packet.getLength(), TEXT);
                String from = text((InetSocketAddress) packet.getSocketAddress());
                if (word.startsWith("note ")) {
                    noted.put(word.substring(5), from);
                } else {
                    String place = word.equals("where") ? " at " + text((InetSocketAddress) datagrams.getLocalSocketAddress()) : "";
                    byte[] answer = (word + " " + from + place).getBytes(TEXT);
                    datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException failure) {
            System.err.println(failure);
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress().split("%")[0] + " " + address.getPort();
    }

    private String crowd(String protocol, int count, String from, String to, int port) throws Exception {
        List<Conversation> all = new ArrayList<>();
        List<Callable<String>> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var conversation = Conversation.open(protocol, from, 0, to, port);
            String word = "word-" + i;
            String expected = word + " " + from + " " + conversation.localPort();
            all.add(conversation);
            questions.add(() -> {
                String said = conversation.ask(word);
                return said.equals(expected) ? "" : expected + " was answered " + said;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> wrong = new ArrayList<>();
            for (int round = 0; round < 2; round++) {
                for (Future<String> said : threads.invokeAll(questions)) {
                    wrong.add(said.get());
                }
            }
            wrong.removeIf(String::isEmpty);
            return wrong.isEmpty() ? count + " as themselves" : wrong.size() + " wrong, the first: " + wrong.getFirst();
        } finally {
            for (Conversation each : all) {
                each.close();
            }
        }
    }

    /** With a server that says whom it sees. */
    private sealed interface Conversation extends AutoCloseable {

        static Conversation open(String protocol, String from, int fromPort, String to, int port) throws IOException {
            InetSocketAddress local = new InetSocketAddress(InetAddress.getByName(from), fromPort);
            InetSocketAddress remote = new InetSocketAddress(InetAddress.getByName(to), port);
            return protocol.equals("tcp") ? new Stream(local, remote) : new Datagrams(local, remote);
        }

        int localPort();

        String ask(String word) throws IOException;

        @Override
        void close() throws IOException;
    }

    private static final class Stream implements Conversation {

        private final Socket socket = new Socket();
        private final BufferedReader in;

        Stream(InetSocketAddress local, InetSocketAddress remote) throws IOException {
            socket.setReuseAddress(local.getPort() != 0);
            socket.bind(local);
            socket.setSoTimeout(PATIENCE);
            socket.connect(remote, PATIENCE);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), TEXT));
        }

        @Override
        public int localPort() {
            return socket.getLocalPort();
        }

        @Override
        public String ask(String word) throws IOException {
            try {
                socket.getOutputStream().write((word + "\n").getBytes(TEXT));
                String answer = in.readLine();
                return answer == null ? "end" : answer;
            } catch (SocketException _) { // closed before what it has sent was read
                return "end";
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static final class Datagrams implements Conversation {

        private final DatagramSocket socket;

        Datagrams(InetSocketAddress local, InetSocketAddress remote) throws IOException {
            socket = new DatagramSocket(null);
            socket.setReuseAddress(local.getPort() != 0); // else two could be given the same port
            socket.bind(local);
            socket.connect(remote);
            socket.setSoTimeout(PATIENCE);
        }

        @Override
        public int localPort() {
            return socket.getLocalPort();
        }

        @Override
        public String ask(String word) throws IOException {
            byte[] question = word.getBytes(TEXT);
            socket.send(new DatagramPacket(question, question.length));
            if (word.startsWith("note ")) {
                return "sent";
            }
            var packet = new DatagramPacket(new byte[2048], 2048);
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), TEXT);
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
