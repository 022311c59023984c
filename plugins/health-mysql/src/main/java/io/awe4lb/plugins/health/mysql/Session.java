package io.awe4lb.plugins.health.mysql;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import io.awe4lb.plugins.health.conversation.Conversation;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** One login with one question. Ends politely, so that the server does not count it as a connection that failed. */
final class Session {

    /** Long passwords, protocol 4.1, hashed passwords with their length, methods by name. */
    private static final int CAPABILITIES = 1 | 1 << 9 | 1 << 15 | 1 << 19;
    private static final int LARGEST_PACKET = 1 << 24;
    private static final byte UTF8 = 33;
    private static final int RESERVED = 23;
    private static final int MOST_PACKETS = 200;

    private static final byte QUIT = 1;
    private static final byte QUERY = 3;

    // what caching_sha2_password says besides
    private static final int KNOWN = 3;
    private static final int WANTS_PASSWORD = 4;
    private static final byte ASK_FOR_KEY = 2;

    private final Conversation conversation;
    private final Greeting greeting;
    /** Whether nobody else reads what is sent. */
    private boolean isPrivate;
    private int number;
    private int packets;

    /** @param isLocal whether it is a Unix socket */
    private Session(Conversation conversation, Greeting greeting, boolean isLocal) {
        this.conversation = conversation;
        this.greeting = greeting;
        this.isPrivate = isLocal;
        this.number = 1;
    }

    /** Reads the server's greeting. */
    static Session open(Conversation conversation, boolean isLocal) throws IOException {
        return new Session(conversation, Greeting.of(Packet.read(conversation.in())), isLocal);
    }

    void secure(Tls tls) throws IOException {
        if (!greeting.speaksTls()) {
            throw new AnswerFailure("tls_refused", "the server speaks no TLS: give it a certificate (ssl_cert), or leave 'tls' out");
        }
        send(head(CAPABILITIES | Greeting.TLS).array());
        conversation.secure(tls);
        isPrivate = true;
    }

    private static ByteBuffer head(int capabilities) {
        int length = 2 * Integer.BYTES + 1 + RESERVED;
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putInt(capabilities).putInt(LARGEST_PACKET).put(UTF8);
    }

    /** Says who comes. @return what the server says to that, in the end: OK or an error */
    Packet logIn(Login login) throws IOException {
        String method = greeting.method().equals(Proof.CACHING) ? Proof.CACHING : Proof.NATIVE; // or the server says what else
        byte[] proof = proof(method, greeting.nonce(), login);
        byte[] user = (login.user() + '\0').getBytes(UTF_8);
        byte[] name = (method + '\0').getBytes(US_ASCII);
        byte[] head = head(CAPABILITIES | (isPrivate && greeting.speaksTls() ? Greeting.TLS : 0)).array();
        send(ByteBuffer.allocate(head.length + user.length + 1 + proof.length + name.length).put(head).put(user).put((byte) proof.length)
                .put(proof).put(name).array());
        return convince(login, greeting.nonce());
    }

    private Packet convince(Login login, byte[] firstNonce) throws IOException {
        byte[] nonce = firstNonce;
        while (true) {
            Packet packet = next();
            switch (packet.kind()) {
                case Packet.OK, Packet.ERROR -> {
                    return packet;
                }
                case Packet.SWITCH_OR_END -> nonce = switchMethod(packet, login);
                case Packet.MORE -> more(packet, login, nonce);
                default -> throw Packet.invalid();
            }
        }
    }

    /** @return the nonce of the other method */
    private byte[] switchMethod(Packet packet, Login login) throws IOException {
        packet.body().get();
        String method = packet.text();
        byte[] nonce = packet.bytes();
        byte[] exact = Arrays.copyOf(nonce, Math.min(nonce.length, Greeting.NONCE_BYTES)); // without the zero behind it
        if (!canDo(method)) {
            throw new AnswerFailure("auth_refused", "it wants " + Excerpt.of(method) + ", which this check cannot do: give the user "
                    + Proof.NATIVE + " or " + Proof.CACHING);
        }
        if (exact.length < Greeting.NONCE_BYTES && !method.equals(Proof.CLEAR)) {
            throw Packet.invalid();
        }
        send(proof(method, exact, login));
        return exact;
    }

    private static boolean canDo(String method) {
        return method.equals(Proof.NATIVE) || method.equals(Proof.CACHING) || method.equals(Proof.CLEAR);
    }

    private byte[] proof(String method, byte[] nonce, Login login) throws AnswerFailure {
        String password = login.password().map(Secret::value).orElse("");
        return switch (method) {
            case Proof.NATIVE -> Proof.ofNative(password, nonce);
            case Proof.CACHING -> Proof.ofCaching(password, nonce);
            default -> inClear(password);
        };
    }

    private byte[] inClear(String password) throws AnswerFailure {
        if (!isPrivate) {
            throw new AnswerFailure("auth_refused", "it wants the password in the clear, which is sent over TLS only: set 'tls: true'");
        }
        return Proof.inClear(password);
    }

    /** The server has the password in its cache, or wants to see the whole of it. */
    private void more(Packet packet, Login login, byte[] nonce) throws IOException {
        packet.body().get();
        int what = packet.body().hasRemaining() ? packet.body().get() : 0;
        if (what == KNOWN) {
            return;
        }
        if (what != WANTS_PASSWORD) {
            throw Packet.invalid();
        }
        String password = login.password().map(Secret::value).orElse("");
        if (isPrivate) {
            send(Proof.inClear(password));
        } else if (login.mayFetchKey()) {
            send(new byte[] {ASK_FOR_KEY});
            Packet key = next();
            key.body().get();
            send(Proof.encrypted(password, nonce, key.text()));
        } else {
            throw new AnswerFailure("auth_refused",
                    "it has not seen the password since its start and wants it whole: set 'tls: true', or 'fetchKey: true' on a network"
                            + " that you trust");
        }
    }

    /** The one value that a question has as its answer. */
    String ask(String question) throws IOException {
        byte[] words = question.getBytes(UTF_8);
        number = 0;
        send(ByteBuffer.allocate(1 + words.length).put(QUERY).put(words).array());
        Packet first = next();
        if (first.kind() == Packet.ERROR) {
            throw first.refusal();
        }
        for (Packet column = next(); !column.isEnd(); column = next()) { // what they are called is known
            if (column.kind() == Packet.ERROR) {
                throw column.refusal();
            }
        }
        return rows();
    }

    private String rows() throws IOException {
        String value = "";
        for (Packet row = next(); !row.isEnd(); row = next()) {
            if (row.kind() == Packet.ERROR) {
                throw row.refusal();
            }
            value = row.firstValue();
        }
        return value;
    }

    void end() throws IOException {
        number = 0;
        send(new byte[] {QUIT});
    }

    private void send(byte[] payload) throws IOException {
        conversation.send(Packet.of(number, payload));
        number++;
    }

    private Packet next() throws IOException {
        if (packets++ > MOST_PACKETS) {
            throw new AnswerFailure("answer_too_long", "it sent more than " + MOST_PACKETS + " packets and did not come to an end");
        }
        Packet packet = Packet.read(conversation.in());
        number = packet.number() + 1;
        return packet;
    }
}
