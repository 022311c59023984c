package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.net.TruncatedException;
import io.awe4lb.kernel.tls.Engines.Engine;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The begin of a TLS connection, with a client or with a backend, until keys are agreed. On the loop of its socket; what an engine has to
 * think about for long runs on a virtual thread, while the socket is not read.
 */
public final class Handshake implements SocketHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    /** Whose handshake it is. Called on the loop, one of the first two methods once. */
    public interface Party {

        /**
         * It is done.
         *
         * @param secured nobody's yet: wants nothing, has no handler
         * @param engine of it, for what was agreed
         * @param isResumed whether a session of before goes on
         */
        void onSecured(TlsSocket secured, SSLEngine engine, boolean isResumed);

        /**
         * It came to nothing; the peer was told so, if it can be.
         *
         * @param why for people
         */
        void onHandshakeFailed(IOException why);

        /**
         * A bug of the engine or of whoever was told.
         *
         * @param bug what was thrown
         */
        void onBug(Throwable bug);
    }

    private final EventLoop loop;
    private final Socket socket;
    private final Party party;
    private final Records records;
    /** By the clock of the system, in milliseconds. */
    private final long made = System.currentTimeMillis();

    private boolean isOver;
    /** Whether the engine thinks on another thread: it is not released before that has come back. */
    private boolean isThinking;

    /**
     * Not begun yet.
     *
     * @param loop of the socket
     * @param socket connected
     * @param engine not begun yet; released by this, or by the socket that comes of it
     * @param head what was read of the peer already, flipped; given back by this; null if nothing was
     * @param party whose it is
     */
    public Handshake(EventLoop loop, Socket socket, Engine engine, @Nullable Loan head, Party party) {
        this.loop = loop;
        this.socket = socket;
        this.party = party;
        this.records = new Records(loop, socket, engine, head);
    }

    /** Begins with what was read already. */
    public void begin() {
        socket.handler(this);
        socket.wantRead(true);
        try {
            records.engine().beginHandshake();
        } catch (SSLException failure) {
            failed(failure);
            return;
        }
        step(false);
    }

    @Override
    public void onReadable() {
        step(true);
    }

    @Override
    public void onWritable() {
        try {
            records.flush();
            socket.wantWrite(records.hasUnsent());
        } catch (IOException failure) {
            failed(failure);
        }
    }

    private void step(boolean fromSocket) {
        try {
            boolean goesOn = true;
            boolean more = fromSocket;
            while (goesOn && !isOver) {
                goesOn = advance(more);
                more = false;
            }
            if (!isOver) {
                socket.wantWrite(records.hasUnsent());
            }
        } catch (IOException failure) {
            tellPeer();
            failed(failure);
        }
    }

    /** @return false if somebody else has to do something first */
    private boolean advance(boolean fromSocket) throws IOException {
        return switch (records.engine().getHandshakeStatus()) {
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> read(fromSocket);
            case NEED_WRAP -> {
                records.writeOwn();
                yield true;
            }
            case NEED_TASK -> {
                think();
                yield false;
            }
            case NOT_HANDSHAKING, FINISHED -> {
                secured();
                yield false;
            }
        };
    }

    private boolean read(boolean fromSocket) throws IOException {
        boolean hasRead = records.read(loop.buffer().bytes(), fromSocket) != null;
        if (!hasRead && records.hasEnded()) {
            throw new TruncatedException();
        }
        return hasRead;
    }

    private void secured() {
        isOver = true;
        socket.wantRead(false);
        party.onSecured(new TlsSocket(loop, socket, records), records.engine(), records.isResumed(made));
    }

    /** The engine has an alert ready that says what was wrong. */
    private void tellPeer() {
        try {
            if (!records.hasEnded() && records.engine().getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                records.writeOwn();
            }
        } catch (IOException gone) {
            LOG.debug("the peer was gone before it was told what is wrong", gone);
        }
    }

    private void failed(IOException failure) {
        if (!isOver) {
            close();
            party.onHandshakeFailed(failure);
        }
    }

    private void think() {
        isThinking = true;
        socket.wantRead(false);
        Thread.ofVirtual().start(this::runTasks);
    }

    private void runTasks() {
        Throwable bug = null;
        try {
            for (Runnable task = records.engine().getDelegatedTask(); task != null; task = records.engine().getDelegatedTask()) {
                task.run();
            }
        } catch (RuntimeException | Error thrown) {
            bug = thrown;
        }
        comeBack(bug);
    }

    private void comeBack(@Nullable Throwable bug) {
        try {
            loop.execute(() -> thought(bug));
        } catch (RejectedExecutionException stopped) {
            LOG.debug("the loop has ended, and its connections with it", stopped);
            records.releaseEngine();
        }
    }

    private void thought(@Nullable Throwable bug) {
        isThinking = false;
        if (isOver) {
            records.releaseEngine();
            return;
        }
        try {
            if (bug != null) {
                throw new IllegalStateException("the TLS engine failed", bug);
            }
            socket.wantRead(true);
            step(false);
        } catch (RuntimeException | Error thrown) {
            onBug(thrown);
        }
    }

    /** Ends it, without a word to the peer, whose socket stays open. Idempotent. */
    public void close() {
        if (!isOver) {
            isOver = true;
            records.giveBack();
            if (!isThinking) {
                records.releaseEngine();
            }
        }
    }

    @Override
    public void onBug(Throwable bug) {
        party.onBug(bug);
    }
}
