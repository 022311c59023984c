package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.wire.Alert;
import io.awe4lb.kernel.wire.ClientHello;
import io.awe4lb.kernel.wire.Parsed;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the client's first bytes until they say where it wants to go. They are kept as they came, to be passed on. Nothing of a pool is
 * taken meanwhile, and there is one deadline for all of it, however the bytes are dealt out.
 */
final class Identifying implements Phase, SocketHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Identifying.class);

    private final Connection connection;
    private final Head head;
    /** How much has to be there before looking at it again is worth it. */
    private int needed;

    Identifying(Connection connection) {
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

    private void look(ByteBuffer bytes) {
        switch (ClientHello.read(bytes)) {
            case Parsed.Incomplete<ClientHello>(var atLeast) -> needed = atLeast;
            case Parsed.Invalid<ClientHello>(var what, var isTls) -> refuse(what, isTls);
            case Parsed.Complete<ClientHello>(var hello, _) -> connection.identified(hello, this);
        }
    }

    private void refuse(String what, boolean isTls) {
        LOG.debug("listener {}: {} sent {} where TLS is awaited", connection.listener().id(), connection.client(), what);
        if (isTls) {
            connection.alert(Alert.DECODE_ERROR);
        }
        connection.close(EndReason.TLS_HANDSHAKE_FAILED);
    }

    /** It is done: everything that was read so far, the caller's to give back. The deadline is still there. */
    Loan end() {
        Loan read = head.take();
        if (read == null) {
            throw new IllegalStateException("identified by nothing");
        }
        connection.socket().wantRead(false);
        return read;
    }

    @Override
    public void onTimeout() {
        connection.close(EndReason.TLS_HANDSHAKE_FAILED);
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
        throw new IllegalStateException("nothing is written while identifying");
    }

    @Override
    public void onBug(Throwable bug) {
        connection.onBug(bug);
    }
}
