package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;

/** One connected or connecting stream socket, non-blocking. Belongs to the loop it was attached to; not thread safe. */
public sealed interface Socket permits NioSocket, LinuxSocket, LayeredSocket {

    /**
     * Reads what is there.
     *
     * @param target filled from its position
     * @return bytes read; 0 when there is nothing now; -1 at the end of the stream
     * @throws IOException when the connection was reset or broke
     */
    int read(NativeBuffer target) throws IOException;

    /**
     * Writes what the system takes.
     *
     * @param source written from its position
     * @return bytes written, 0 when there is no room now
     * @throws IOException when the connection was reset or broke
     */
    int write(NativeBuffer source) throws IOException;

    /**
     * Whether it holds bytes that were written and that the system has not taken. They are written by themselves; {@link
     * SocketHandler#onWritable} tells, if wanted, when they are.
     *
     * @return true only of a socket above another one
     */
    default boolean hasUnsent() {
        return false;
    }

    /**
     * Whether bytes can go through it by pipes.
     *
     * @return false where the transport has none, and where they change on their way
     */
    boolean canSplice();

    /**
     * Reads into a pipe of the same loop.
     *
     * @param pipe empty
     * @return bytes moved; 0 when there is nothing now; -1 at the end of the stream
     * @throws IOException when the connection was reset or broke
     */
    long fill(Pipe pipe) throws IOException;

    /**
     * Writes what a pipe of the same loop holds.
     *
     * @param pipe not empty
     * @return bytes moved, 0 when there is no room now
     * @throws IOException when the connection was reset or broke
     */
    long drain(Pipe pipe) throws IOException;

    /**
     * Turns {@link SocketHandler#onReadable} on or off; off when attached. While on, it is called as long as there is something to read.
     *
     * @param on whether to be called
     */
    void wantRead(boolean on);

    /**
     * Turns {@link SocketHandler#onWritable} on or off; off when attached. While on, it is called as long as there is room.
     *
     * @param on whether to be called
     */
    void wantWrite(boolean on);

    /**
     * Whether it is connected.
     *
     * @return false while the connect is under way
     */
    boolean isConnected();

    /**
     * Where it is connected to.
     *
     * @return the peer's address
     */
    SocketAddress remoteAddress();

    /**
     * Asks the system for its own end: a call of it.
     *
     * @return the address that the peer has connected to, or comes from; of a Unix socket perhaps without a path
     * @throws IOException if it is closed
     */
    SocketAddress localAddress() throws IOException;

    /**
     * Asks the system how the connection does: one call of it, so for somebody who wants to know, and never on the path of a byte.
     *
     * @return empty for a Unix socket, a socket that is closed, and where the transport or the system does not tell
     */
    Optional<TcpInfo> tcpInfo();

    /**
     * Hands the socket over to another handler, of the same loop.
     *
     * @param handler hears of it from now on
     */
    void handler(SocketHandler handler);

    /**
     * Takes the socket off its loop and lets go of it, open, so that it can be handed to another process. On the loop. No handler is called
     * afterwards; bytes that were not read yet wait in the system for whoever adopts it.
     *
     * @return its descriptor, the caller's to close
     * @throws IOException with a sentence, if this transport cannot, or the socket is closed; nothing has changed then
     */
    OpenDescriptor detach() throws IOException;

    /**
     * Says the end of the stream to the peer; reading goes on.
     *
     * @throws IOException when the connection was reset or broke
     */
    void shutdownOutput() throws IOException;

    /**
     * Ends what the peer gets without a word that it was all, where there is such a word above the system's end; reading goes on.
     *
     * @throws IOException when the connection was reset or broke
     */
    default void cutOutput() throws IOException {
        shutdownOutput();
    }

    /** Closes in order. Idempotent; no handler is called afterwards. */
    void close();

    /** Closes with a reset (RST). Idempotent; no handler is called afterwards. */
    void reset();
}
