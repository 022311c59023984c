package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.SocketHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One side of a relay: reads from its socket and hands to its peer, takes from its peer and writes to its socket.
 *
 * <p>A read goes into the loop's buffer and is written on at once. What the peer would not take is copied into a buffer on loan, and reading
 * stops until that is gone.
 */
final class Side implements SocketHandler {

    /** Reads a wake-up: 256 kB, so that a bulk stream leaves room for others. */
    private static final int READS_PER_WAKE_UP = 4;

    private final Relaying relaying;
    private final Socket socket;
    private @Nullable Side peer;
    /** What this side's socket would not take yet. */
    private @Nullable Loan pending;
    private boolean ended;
    private long bytesRead;
    private long lastRead;

    Side(Relaying relaying, Socket socket) {
        this.relaying = relaying;
        this.socket = socket;
        this.lastRead = loop().now();
    }

    void begin(Side peer) {
        this.peer = peer;
        socket.handler(this);
        socket.wantRead(true);
    }

    @Override
    public void onReadable() {
        for (int i = 0; i < READS_PER_WAKE_UP; i++) {
            NativeBuffer buffer = loop().buffer();
            int count = read(buffer);
            if (count <= 0) {
                return;
            }
            boolean emptied = buffer.bytes().hasRemaining();
            buffer.bytes().flip();
            if (!peer().take(buffer) || emptied) {
                return;
            }
        }
    }

    /** @return bytes read; zero or less when there is nothing to pass on */
    private int read(NativeBuffer buffer) {
        try {
            int count = socket.read(buffer);
            if (count > 0) {
                bytesRead += count;
                lastRead = loop().now();
                relaying.touched();
                relaying.moved(this, count);
            } else if (count < 0) {
                onEnd();
            }
            return count;
        } catch (IOException _) { // reset, or broken by a timeout of the system
            relaying.broken(this);
            return 0;
        }
    }

    private void onEnd() {
        ended = true;
        socket.wantRead(false);
        if (peer().pending == null) {
            relaying.ended(this);
        }
    }

    /** @return whether everything was written; if not, the peer stops reading */
    private boolean take(NativeBuffer buffer) {
        try {
            socket.write(buffer);
        } catch (IOException _) { // reset
            relaying.broken(this);
            return false;
        }
        if (!buffer.bytes().hasRemaining()) {
            return true;
        }
        pending = loop().buffers().copy(buffer.bytes());
        socket.wantWrite(true);
        peer().socket.wantRead(false);
        return false;
    }

    @Override
    public void onWritable() {
        Loan loan = pending;
        if (loan == null) {
            socket.wantWrite(false);
            return;
        }
        try {
            if (socket.write(loan) > 0) {
                relaying.touched();
            }
        } catch (IOException _) { // reset
            relaying.broken(this);
            return;
        }
        if (!loan.bytes().hasRemaining()) {
            release();
            socket.wantWrite(false);
            onDrained();
        }
    }

    private void onDrained() {
        if (peer().ended) {
            relaying.ended(peer());
        } else {
            peer().socket.wantRead(true);
        }
    }

    /** Passes the end on. */
    void shutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException _) { // reset
            relaying.broken(this);
        }
    }

    /** Gives back what it holds, but for the socket. */
    void release() {
        Loan loan = pending;
        pending = null;
        if (loan != null) {
            loop().buffers().giveBack(loan);
        }
    }

    boolean hasEnded() {
        return ended;
    }

    Side peer() {
        Side other = peer;
        if (other == null) {
            throw new IllegalStateException("the relay has not begun");
        }
        return other;
    }

    Socket socket() {
        return socket;
    }

    long bytesRead() {
        return bytesRead;
    }

    /** When it last sent something, by the loop's clock. */
    long lastRead() {
        return lastRead;
    }

    private EventLoop loop() {
        return relaying.connection().owner().loop();
    }

    @Override
    public void onConnected() {
        throw new IllegalStateException("connected twice");
    }

    @Override
    public void onConnectFailed(IOException failure) {
        throw new IllegalStateException("it was connected", failure);
    }

    @Override
    public void onBug(Throwable bug) {
        relaying.connection().onBug(bug);
    }
}
