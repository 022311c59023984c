package io.awe4lb.kernel.datapath;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client of TLS whose bytes a test has in its hands before they are sent: all that it says at once is a flight. */
final class Flights implements AutoCloseable {

    private static final byte[] NONE = {};

    private static final SSLContext CONTEXT = trusting();

    private final Socket socket = new Socket();
    private final SSLEngine engine;
    private final ByteBuffer plain;
    /** Ready to be read. */
    private ByteBuffer received;

    /** Nobody is named, so that no session is kept. */
    Flights(SocketAddress address, String version) throws IOException {
        engine = CONTEXT.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        received = ByteBuffer.allocate(0);
        socket.connect(new InetSocketAddress("127.0.0.1", ((InetSocketAddress) address).getPort()), Peer.DEADLINE);
        socket.setSoTimeout(Peer.DEADLINE);
        socket.setTcpNoDelay(true);
        engine.beginHandshake();
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private record Trusting() implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new AssertionError("it is a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            Arrays.stream(chain).forEach(X509Certificate::getSubjectX500Principal);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Reads what the server has to say. @return what is to be said next in the handshake; nothing if it is done */
    byte[] next() throws IOException {
        var flight = new ByteArrayOutputStream();
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_WRAP) {
                flight.writeBytes(wrap(NONE));
            } else if (status == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (status == HandshakeStatus.NOT_HANDSHAKING) {
                return flight.toByteArray();
            } else if (!unwraps()) {
                if (flight.size() > 0) {
                    return flight.toByteArray();
                }
                reads();
            }
        }
    }

    /** Text in records. */
    byte[] sealed(String text) throws IOException {
        return wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] wrap(byte[] text) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.wrap(text), record);
        return Arrays.copyOf(record.array(), record.position());
    }

    void sends(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads until there is text. @return how many bytes of it */
    int receives() throws IOException {
        plain.clear();
        while (plain.position() == 0) {
            if (!unwraps()) {
                reads();
            }
        }
        return plain.position();
    }

    /** @return whether there was a record */
    private boolean unwraps() throws IOException {
        return engine.unwrap(received, plain).getStatus() != Status.BUFFER_UNDERFLOW;
    }

    private void reads() throws IOException {
        byte[] more = new byte[1 << 15];
        int count = socket.getInputStream().read(more);
        if (count < 0) {
            throw new IOException("the server has ended");
        }
        received = ByteBuffer.allocate(received.remaining() + count).put(received).put(more, 0, count).flip();
    }

    /** Says nothing more, and waits until the server has ended, too. */
    void sawEnd() throws IOException {
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
