package io.awe4lb.plugins.discovery.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A DNS server that answers what a real one hardly can be made to. */
final class StubServer implements AutoCloseable {

    private final DatagramSocket socket;
    private final AtomicInteger questions = new AtomicInteger();

    /** @param answers to a question, with the question and the id in it already; null: none */
    StubServer(Function<Record, Message> answers) throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> serve(answers));
    }

    private void serve(Function<Record, Message> answers) {
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(new byte[4096], 4096);
                socket.receive(packet);
                var question = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                questions.incrementAndGet();
                Message answer = answers.apply(question.getQuestion());
                if (answer != null) {
                    answer.getHeader().setFlag(Flags.QR);
                    answer.addRecord(question.getQuestion(), Section.QUESTION);
                    int id = question.getHeader().getID();
                    send(forged(answer, id ^ 1), packet.getSocketAddress());
                    answer.getHeader().setID(id);
                    send(answer, packet.getSocketAddress());
                }
            } catch (IOException failure) {
                if (!socket.isClosed()) {
                    throw new AssertionError("the stub cannot serve", failure);
                }
            }
        }
    }

    /** What somebody sends who guesses the id: nothing of it may count. */
    private static Message forged(Message answer, int id) {
        Message forged = answer.clone();
        forged.getHeader().setID(id);
        forged.removeAllRecords(Section.ANSWER);
        return forged;
    }

    private void send(Message message, SocketAddress to) throws IOException {
        byte[] bytes = message.toWire();
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    int questions() {
        return questions.get();
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }
}
