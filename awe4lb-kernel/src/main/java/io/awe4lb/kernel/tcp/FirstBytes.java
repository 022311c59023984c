package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A phase that reads the client's first bytes until they say what it waits for. They are kept as they came, to be passed on. Nothing of a
 * pool is taken meanwhile, and there is one deadline for all of it, however the bytes are dealt out.
 */
abstract sealed class FirstBytes implements Phase, SocketHandler permits Introducing, Challenged, Peeking, Identifying {

    final Connection connection;
    final Head head;
    /** How much has to be there before looking at it again is worth it. */
    int needed;

    /** @param read what has come already; this one's from now on; null: nothing */
    FirstBytes(Connection connection, @Nullable Loan read) {
        this.connection = connection;
        this.head = new Head(connection.owner().loop(), read);
    }

    /** The deadline counts from accept, also where another phase has read before. */
    final void begin() {
        schedule();
        connection.socket().wantRead(true);
        if (head.length() > 0) {
            tryLook();
        }
    }

    /** Nanoseconds from accept until it is over. */
    long deadline() {
        return connection.listener().config().timeouts().handshake().toNanos();
    }

    /** Puts the timer at the deadline. */
    final void schedule() {
        loop().timers().schedule(connection, loop().now() + deadline() - connection.age());
    }

    /** Looks at everything that has come so far; sets {@link #needed} if that is not enough. */
    abstract void look(ByteBuffer bytes) throws IOException;

    @Override
    public final void onReadable() {
        try {
            if (!head.read(connection.socket())) {
                connection.close(EndReason.CLIENT_ABORT);
                return;
            }
        } catch (IOException _) { // reset
            connection.close(EndReason.CLIENT_RESET);
            return;
        }
        if (head.length() > 0 && head.length() >= needed) {
            tryLook();
        }
    }

    private void tryLook() {
        try {
            look(head.bytes());
        } catch (IOException _) { // reset, while it was answered
            connection.close(EndReason.CLIENT_RESET);
        }
    }

    /** It is done: everything that is left of what was read, the caller's to give back; null: nothing. The deadline is still there. */
    final @Nullable Loan end() {
        connection.socket().wantRead(false);
        return head.take();
    }

    @Override
    public final void onWritable() {
        throw new IllegalStateException("nothing waits to be written while the first bytes are read");
    }

    @Override
    public final void onBug(Throwable bug) {
        connection.onBug(bug);
    }

    @Override
    public final String word() {
        return "identifying";
    }

    @Override
    public final @Nullable PoolBackend backend() {
        return null;
    }

    @Override
    public final void release(EndReason reason) {
        head.giveBack();
    }

    final EventLoop loop() {
        return connection.owner().loop();
    }
}
