package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.net.Pipe;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.net.TruncatedException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One side of a relay: reads from its socket and hands to its peer, takes from its peer and writes to its socket.
 *
 * <p>A read goes into the loop's buffer and is written on at once. What the peer would not take is copied into a buffer on loan, and reading
 * stops until that is gone. When several reads in a row were large, bytes go through a pipe of the system instead, where the transport has
 * one, until they turn small again. Neither buffer nor pipe is held while nothing waits in it.
 */
final class Side implements SocketHandler {

    /** Reads a wake-up: 256 kB, so that a bulk stream leaves room for others. */
    private static final int READS_PER_WAKE_UP = 4;
    /** Bytes of a read from which a pipe costs less than copying, measured. */
    private static final int LARGE = 16 * 1024;
    /** Large reads in a row that turn to the pipe, and small ones that turn back. */
    private static final int IN_A_ROW = 4;

    private final Relaying relaying;
    private final Socket socket;
    private @Nullable Side peer;
    /** What this side's socket would not take yet: copied bytes, or a pipe with bytes in it; never both. */
    private @Nullable Loan pendingCopy;

    private @Nullable Pipe pendingPipe;
    private boolean ended;
    /** Whether it has ended without saying so within TLS. */
    private boolean isTruncated;
    private boolean splicing;
    /** Whether bytes go from here to the peer as they are, and by pipes. */
    private boolean canSplice;
    /** Reads in a row that speak for the other way of moving bytes. */
    private int inARow;
    private long bytesRead;
    private long lastRead;

    Side(Relaying relaying, Socket socket) {
        this.relaying = relaying;
        this.socket = socket;
        this.lastRead = loop().now();
    }

    void begin(Side peer) {
        this.peer = peer;
        canSplice = socket.canSplice() && peer.socket.canSplice();
        socket.handler(this);
        socket.wantRead(true);
    }

    /** Passes on what was read before the relay began. */
    void passOn(Loan head) {
        onRead(head.bytes().remaining());
        peer().take(head);
    }

    @Override
    public void onReadable() {
        Pipe pipe = splicing ? loop().openPipe() : null;
        if (pipe == null) {
            copy();
        } else {
            splice(pipe);
        }
    }

    private void copy() {
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

    /** One fill a wake-up, up to 2 MB: what comes meanwhile is more for the next one, and a second fill at once would find little. */
    private void splice(Pipe pipe) {
        if (fill(pipe) > 0) {
            peer().take(pipe);
        }
        if (peer().pendingPipe != pipe) {
            pipe.giveBack();
        }
    }

    /** @return bytes read; zero or less when there is nothing to pass on */
    private int read(NativeBuffer buffer) {
        try {
            int count = socket.read(buffer);
            onRead(count);
            return count;
        } catch (TruncatedException _) {
            isTruncated = true;
            onEnd();
            return 0;
        } catch (SSLException _) {
            relaying.violated(this);
            return 0;
        } catch (IOException _) { // reset, or broken by a timeout of the system
            relaying.broken(this);
            return 0;
        }
    }

    /** @return as {@link #read} */
    private long fill(Pipe pipe) {
        try {
            long count = socket.fill(pipe);
            onRead(count);
            return count;
        } catch (IOException _) { // reset, or broken by a timeout of the system
            relaying.broken(this);
            return 0;
        }
    }

    private void onRead(long count) {
        if (count > 0) {
            bytesRead += count;
            lastRead = loop().now();
            relaying.touched();
            relaying.moved(this, count);
            boolean isLarge = count >= LARGE && canSplice;
            inARow = isLarge == splicing ? 0 : inARow + 1;
            if (inARow == IN_A_ROW) {
                splicing = isLarge;
                inARow = 0;
            }
        } else if (count < 0) {
            onEnd();
        }
    }

    private void onEnd() {
        ended = true;
        socket.wantRead(false);
        if (!peer().hasPending()) {
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
        if (buffer.bytes().hasRemaining()) {
            pendingCopy = loop().buffers().copy(buffer.bytes());
        } else if (!socket.hasUnsent()) {
            return true;
        }
        stopPeer();
        return false;
    }

    /** Its own from now on: it is given back when everything of it was written. */
    private void take(Loan head) {
        pendingCopy = head;
        try {
            if (writePending()) {
                giveBack();
            } else {
                stopPeer();
            }
        } catch (IOException _) { // reset
            relaying.broken(this);
        }
    }

    /** Keeps a pipe that is not empty again, and then the peer stops reading. */
    private void take(Pipe pipe) {
        try {
            socket.drain(pipe);
        } catch (IOException _) { // reset
            relaying.broken(this);
            return;
        }
        if (pipe.held() > 0) {
            pendingPipe = pipe;
            stopPeer();
        }
    }

    private void stopPeer() {
        socket.wantWrite(true);
        peer().socket.wantRead(false);
    }

    @Override
    public void onWritable() {
        try {
            if (writePending()) {
                giveBack();
                socket.wantWrite(false);
                onDrained();
            }
        } catch (IOException _) { // reset
            relaying.broken(this);
        }
    }

    /** @return whether nothing waits any more */
    private boolean writePending() throws IOException {
        Loan copy = pendingCopy;
        Pipe pipe = pendingPipe;
        long written = 0;
        boolean done = true;
        if (copy != null) {
            written = socket.write(copy);
            done = !copy.bytes().hasRemaining();
        } else if (pipe != null) {
            written = socket.drain(pipe);
            done = pipe.held() == 0;
        }
        if (written > 0) {
            relaying.touched();
        }
        return done && !socket.hasUnsent();
    }

    private void onDrained() {
        if (peer().ended) {
            relaying.ended(peer());
        } else {
            peer().socket.wantRead(true);
        }
    }

    /** Passes the end of the peer on as it was. */
    void shutdownOutput() {
        try {
            if (peer().isTruncated) {
                socket.cutOutput();
            } else {
                socket.shutdownOutput();
            }
        } catch (IOException _) { // reset
            relaying.broken(this);
        }
    }

    /** Gives back the buffer or the pipe that it holds, with what is in it. */
    void giveBack() {
        if (pendingCopy != null) {
            loop().buffers().giveBack(pendingCopy);
            pendingCopy = null;
        }
        if (pendingPipe != null) {
            pendingPipe.giveBack();
            pendingPipe = null;
        }
    }

    private boolean hasPending() {
        return pendingCopy != null || pendingPipe != null || socket.hasUnsent();
    }

    boolean hasEnded() {
        return ended;
    }

    boolean isTruncated() {
        return isTruncated;
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
    public void onBug(Throwable bug) {
        relaying.connection().onBug(bug);
    }
}
