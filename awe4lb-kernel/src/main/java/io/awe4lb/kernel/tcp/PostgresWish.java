package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.wire.PostgresStart;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Asks a server of PostgreSQL for TLS, as its clients do, before a byte of TLS is sent. Used once, on the loop; whoever uses it keeps the
 * deadline.
 */
final class PostgresWish implements SocketHandler {

    /** Hears what came of it, once. */
    interface Wisher {

        /** From here on TLS is spoken. */
        void onWilling();

        /**
         * It is not.
         *
         * @param why a sentence
         */
        void onUnwilling(IOException why);

        /**
         * Something threw.
         *
         * @param bug what
         */
        void onBug(Throwable bug);
    }

    private final EventLoop loop;
    private final Socket socket;
    private final Wisher wisher;

    PostgresWish(EventLoop loop, Socket socket, Wisher wisher) {
        this.loop = loop;
        this.socket = socket;
        this.wisher = wisher;
    }

    void begin() {
        socket.handler(this);
        NativeBuffer buffer = loop.buffer();
        buffer.bytes().putInt(PostgresStart.REQUEST_LENGTH).putInt(PostgresStart.SSL_REQUEST).flip();
        try {
            socket.write(buffer); // a new connection has room for so little
            if (buffer.bytes().hasRemaining()) {
                wisher.onUnwilling(new IOException("it takes no bytes"));
                return;
            }
            socket.wantRead(true);
        } catch (IOException failure) {
            wisher.onUnwilling(failure);
        }
    }

    /** One byte and no more: what comes in clear behind it could be somebody's on the way (CVE-2021-23222). */
    @Override
    public void onReadable() {
        Loan one = loop.buffers().lend(1);
        try {
            ByteBuffer bytes = one.bytes();
            bytes.limit(bytes.position() + 1);
            int count = socket.read(one);
            if (count != 0) {
                socket.wantRead(false);
                answered(count < 0 ? (byte) 0 : bytes.get(bytes.position() - 1));
            }
        } catch (IOException failure) {
            wisher.onUnwilling(failure);
        } finally {
            loop.buffers().giveBack(one);
        }
    }

    private void answered(byte word) {
        if (word == PostgresStart.WILLING) {
            wisher.onWilling();
        } else {
            wisher.onUnwilling(new IOException(word == PostgresStart.UNWILLING ? "the server of PostgreSQL does not speak TLS: set ssl = on"
                    : "no server of PostgreSQL answered the wish for TLS"));
        }
    }

    @Override
    public void onWritable() {
        throw new IllegalStateException("nothing waits to be written while a server is asked for TLS");
    }

    @Override
    public void onBug(Throwable bug) {
        wisher.onBug(bug);
    }
}
