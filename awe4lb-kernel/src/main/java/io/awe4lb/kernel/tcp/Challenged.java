package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.wire.ChallengeRequest;
import io.awe4lb.kernel.wire.Parsed;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While an authority is awaited, looks whether it is this client: then it gets its answer, and that is all. Everybody else goes on with what
 * was read, and so does a client that says nothing for as long as a handshake may take.
 */
final class Challenged implements Phase, SocketHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Challenged.class);

    private final Connection connection;
    private final Head head;
    /** How much has to be there before looking at it again is worth it. */
    private int needed;

    Challenged(Connection connection) {
        this.connection = connection;
        this.head = new Head(connection.owner().loop());
    }

    void begin() {
        long timeout = connection.listener().config().timeouts().handshake().toNanos();
        loop().timers().schedule(connection, loop().now() + timeout);
        connection.socket().wantRead(true);
    }

    @Override
    public void onReadable() {
        try {
            if (!head.read(connection.socket())) {
                connection.close(EndReason.CLIENT_ABORT);
            } else if (head.length() > 0 && head.length() >= needed) {
                look(head.bytes());
            }
        } catch (IOException _) { // reset
            connection.close(EndReason.CLIENT_RESET);
        }
    }

    private void look(ByteBuffer bytes) throws IOException {
        switch (ChallengeRequest.read(bytes)) {
            case Parsed.Incomplete<ChallengeRequest>(var atLeast) -> needed = atLeast;
            case Parsed.Invalid<ChallengeRequest> _ -> connection.unchallenged(this);
            case Parsed.Complete<ChallengeRequest>(var request, _) -> answer(request);
        }
    }

    private void answer(ChallengeRequest request) throws IOException {
        Optional<String> answer = connection.listener().challenges().answer(request.token());
        if (answer.isEmpty()) {
            connection.unchallenged(this); // a backend may be asked for a certificate of its own
            return;
        }
        LOG.info("listener {}: {} was told the answer to a challenge", connection.listener().id(), connection.client());
        byte[] content = answer.get().getBytes(StandardCharsets.US_ASCII);
        String begin = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(content.length);
        NativeBuffer buffer = loop().buffer();
        buffer.bytes().put(begin.getBytes(StandardCharsets.US_ASCII)).put(content).flip();
        connection.socket().write(buffer); // a new connection has room for so little
        connection.close(EndReason.NORMAL);
    }

    /** It is somebody else: everything that was read so far, the caller's to give back; null: nothing. */
    @Nullable Loan end() {
        connection.socket().wantRead(false);
        return head.take();
    }

    @Override
    public void onTimeout() {
        connection.unchallenged(this);
    }

    @Override
    public String word() {
        return "identifying";
    }

    @Override
    public @Nullable PoolBackend backend() {
        return null;
    }

    @Override
    public void release(EndReason reason) {
        head.giveBack();
    }

    private EventLoop loop() {
        return connection.owner().loop();
    }

    @Override
    public void onWritable() {
        throw new IllegalStateException("nothing waits to be written to an authority");
    }

    @Override
    public void onBug(Throwable bug) {
        connection.onBug(bug);
    }
}
