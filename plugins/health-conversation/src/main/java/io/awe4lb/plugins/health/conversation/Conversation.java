package io.awe4lb.plugins.health.conversation;

import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * One connection to a backend, from connecting to its end, with one deadline for everything. Where the backend wants a PROXY header, it comes
 * first. On the virtual thread of the check: an
 * interrupt closes the socket.
 *
 *     connecting ──▶ open ──secure──▶ open with TLS ──▶ closed
 */
public final class Conversation {

    private final CheckTarget target;
    private final Socket socket;
    private Received in;
    private OutputStream out;

    /** What is said, and what is made of the answer. */
    @FunctionalInterface
    public interface Script {

        /**
         * Talks to a backend that has accepted the connection.
         *
         * @param conversation is closed afterwards
         * @return the result
         * @throws AnswerFailure with a result too
         * @throws IOException from the connection; its meaning is found out by the conversation
         */
        CheckResult play(Conversation conversation) throws IOException;
    }

    private Conversation(CheckTarget target, Socket socket, InputStream in, OutputStream out) {
        this.target = target;
        this.socket = socket;
        this.in = new Received(in);
        this.out = out;
    }

    /**
     * Connects, plays the script, closes.
     *
     * @throws InterruptedException when interrupted meanwhile
     */
    public static CheckResult with(CheckTarget target, Script script) throws InterruptedException {
        Deadline deadline = Deadline.within(target.timeout());
        try {
            return target.address() instanceof InetSocketAddress inet ? overTcp(target, inet, deadline, script)
                    : overUnix(target, deadline, script);
        } catch (IOException failure) {
            throwIfInterrupted(failure);
            return new CheckResult.Inconclusive("could not make a socket: " + failure.getMessage());
        }
    }

    private static CheckResult overTcp(CheckTarget target, InetSocketAddress address, Deadline deadline, Script script)
            throws IOException, InterruptedException {
        try (var socket = new DeadlineSocket(deadline)) {
            socket.setTcpNoDelay(true);
            try {
                socket.connect(address, deadline.remainingMillis());
            } catch (IOException failure) {
                throwIfInterrupted(failure);
                return ConnectFailure.of(failure, deadline.elapsed());
            }
            if (address.equals(socket.getLocalSocketAddress())) { // it has met itself (RFC 9293, 3.5)
                return ConnectFailure.refused();
            }
            return play(new Conversation(target, socket, socket.getInputStream(), socket.getOutputStream()), deadline, script);
        }
    }

    /** Its reads have no time of their own: there the kernel's interrupt is the deadline. */
    private static CheckResult overUnix(CheckTarget target, Deadline deadline, Script script) throws IOException, InterruptedException {
        SocketAddress address = target.address();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX); Socket none = new Socket()) {
            try {
                channel.connect(address);
            } catch (IOException failure) {
                throwIfInterrupted(failure);
                return ConnectFailure.of(failure, deadline.elapsed());
            }
            InputStream in = Channels.newInputStream(channel);
            return play(new Conversation(target, none, in, Channels.newOutputStream(channel)), deadline, script);
        }
    }

    private static CheckResult play(Conversation conversation, Deadline deadline, Script script) throws InterruptedException {
        try {
            byte[] header = conversation.target.proxyProtocol().ownHeader();
            if (header.length > 0) {
                conversation.send(header);
            }
            return script.play(conversation);
        } catch (AnswerFailure failure) {
            return failure.result();
        } catch (IOException failure) {
            throwIfInterrupted(failure);
            return conversation.meaning(failure, deadline.elapsed());
        }
    }

    private static void throwIfInterrupted(IOException failure) throws InterruptedException {
        boolean isTimeout = failure instanceof SocketTimeoutException;
        if (Thread.interrupted() || failure instanceof ClosedByInterruptException
                || (failure instanceof InterruptedIOException && !isTimeout)) {
            throw new InterruptedException("interrupted while talking to the backend");
        }
    }

    private CheckResult meaning(IOException failure, Duration after) {
        long bytes = in.count();
        if (failure instanceof SocketTimeoutException || failure.getCause() instanceof SocketTimeoutException) {
            String what = bytes == 0 ? "it accepted the connection, but sent no answer within %d ms"
                    : "its answer was not complete within %d ms; " + bytes + " bytes had come";
            return new CheckResult.Failed("answer_timeout", what.formatted(after.toMillis()));
        }
        if (failure instanceof SSLException tls) {
            return TlsFailure.of(tls);
        }
        if (failure instanceof EOFException) {
            return ended(bytes);
        }
        return new CheckResult.Failed("connection_reset",
                "the connection broke after %d bytes of the answer: %s".formatted(bytes, failure.getMessage()));
    }

    /** The backend has ended the connection before its answer was complete. */
    private static CheckResult ended(long bytes) {
        return bytes == 0 ? new CheckResult.Failed("no_answer", "it accepted the connection and ended it without an answer")
                : new CheckResult.Failed("answer_incomplete",
                        "it ended the connection after " + bytes + " bytes, in the midst of its answer");
    }

    /** What the backend sends, decrypted. */
    public Received in() {
        return in;
    }

    /** Sends all of it. */
    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /**
     * Speaks TLS from here on.
     *
     * @return the session after the handshake
     */
    public SSLSession secure(Tls tls) throws IOException {
        return handshake(tls, List.of()).getSession();
    }

    /**
     * Speaks TLS from here on, and inside of it one protocol that the backend has to agree to (ALPN, RFC 7301).
     *
     * @param protocol as it is registered, for example {@code h2}
     */
    public void secure(Tls tls, String protocol) throws IOException {
        String agreed = handshake(tls, List.of(protocol)).getApplicationProtocol();
        if (!protocol.equals(agreed)) {
            throw new AnswerFailure("tls_failed", "it speaks TLS, but does not agree to the protocol " + protocol + " (ALPN)");
        }
    }

    private SSLSocket handshake(Tls tls, List<String> protocols) throws IOException {
        if (!(target.address() instanceof InetSocketAddress address)) {
            throw new AnswerFailure("tls_failed",
                    "it is a Unix socket, over which no TLS is spoken: leave TLS out, or set 'host' and 'port'");
        }
        Tls spoken = tls.with(target);
        SSLSocket secured = spoken.over(socket, address, protocols);
        secured.startHandshake();
        spoken.requireValidNow(secured.getSession());
        in = new Received(secured.getInputStream());
        out = secured.getOutputStream();
        return secured;
    }
}
