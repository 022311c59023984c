package io.awe4lb.plugins.tls.boringssl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** Two engines that talk with each other, without sockets. */
final class Conversation {

    private static final int ROUNDS = 100;
    private static final int BUFFER = 65_536;

    private final Side client;
    private final Side server;

    Conversation(SSLEngine client, SSLEngine server) {
        this.client = new Side(client);
        this.server = new Side(server);
        this.client.peer = this.server;
        this.server.peer = this.client;
    }

    Side client() {
        return client;
    }

    Side server() {
        return server;
    }

    /** @throws SSLException of whichever side fails first */
    Conversation shake() throws SSLException {
        client.engine.beginHandshake();
        server.engine.beginHandshake();
        for (int i = 0; i < ROUNDS && (client.isShaking() || server.isShaking()); i++) {
            client.advance();
            server.advance();
        }
        assertTrue(!client.isShaking() && !server.isShaking(), "the handshake comes to an end");
        return this;
    }

    /** Until the client has a task, which is not run. */
    Runnable shakeUntilTask() throws SSLException {
        client.engine.beginHandshake();
        server.engine.beginHandshake();
        for (int i = 0; i < ROUNDS; i++) {
            server.advance();
            if (client.engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                return client.engine.getDelegatedTask();
            }
            client.step();
        }
        throw new AssertionError("there is a task");
    }

    /** The client asks, and the server has an answer. */
    void shakeHalf() throws SSLException {
        client.engine.beginHandshake();
        server.engine.beginHandshake();
        client.step();
        server.step();
    }

    /** One of the two. */
    static final class Side {

        private final SSLEngine engine;
        private final ByteBuffer received = ByteBuffer.allocateDirect(2 * BUFFER);
        private Side peer;

        Side(SSLEngine engine) {
            this.engine = engine;
        }

        SSLEngine engine() {
            return engine;
        }

        private boolean isShaking() {
            return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
        }

        private void advance() throws SSLException {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = step();
            }
        }

        /** @return whether there may be another one */
        private boolean step() throws SSLException {
            return switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> {
                    writes(ByteBuffer.allocateDirect(0));
                    yield true;
                }
                case NEED_TASK -> {
                    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                        task.run();
                    }
                    yield true;
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> receive(ByteBuffer.allocateDirect(BUFFER)).getStatus() == Status.OK;
                default -> false;
            };
        }

        /** @return what the last record was of */
        private SSLEngineResult receive(ByteBuffer target) throws SSLException {
            received.flip();
            try {
                return engine.unwrap(received, target);
            } finally {
                received.compact();
            }
        }

        private void writes(ByteBuffer text) throws SSLException {
            do {
                ByteBuffer records = ByteBuffer.allocateDirect(BUFFER);
                engine.wrap(text, records);
                peer.received.put(records.flip());
            } while (text.hasRemaining());
        }

        void says(String text) throws SSLException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            writes(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        }

        /** What was said to it until now. */
        String hears() throws SSLException {
            ByteBuffer text = ByteBuffer.allocateDirect(BUFFER);
            SSLEngineResult last;
            do {
                last = receive(text);
            } while (last.getStatus() == Status.OK && last.bytesConsumed() > 0);
            byte[] bytes = new byte[text.flip().remaining()];
            text.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        void ends() throws SSLException {
            engine.closeOutbound();
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                writes(ByteBuffer.allocateDirect(0));
            }
        }

        /** Gets something as it is. */
        void gets(byte[] bytes) {
            received.put(bytes);
        }
    }
}
