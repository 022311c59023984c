package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.tls.Engines.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The records of one connection, between its engine and its socket. They pass through two buffers of the loop; only what is incomplete, or
 * what the socket would not take, is copied into a buffer on loan. On the loop.
 */
final class Records {

    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final EventLoop loop;
    private final Socket socket;
    private final SSLEngine engine;
    private final Engine lent;
    private final int largest;
    /** Came, and is not read: mostly a part of a record. */
    private @Nullable Loan received;
    /** Written, and not taken by the socket. */
    private @Nullable Loan unsent;
    private boolean ended;

    /** @param received what was read already, flipped; given back by this */
    Records(EventLoop loop, Socket socket, Engine lent, @Nullable Loan received) {
        this.loop = loop;
        this.socket = socket;
        this.lent = lent;
        this.engine = lent.engine();
        this.largest = engine.getSession().getPacketBufferSize();
        this.received = received;
    }

    SSLEngine engine() {
        return engine;
    }

    /** Whether the peer has ended the connection, in whatever way. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether something waits that came and may be more than a part of a record. */
    boolean hasReceived() {
        return received != null;
    }

    boolean hasUnsent() {
        return unsent != null;
    }

    /**
     * Reads what the socket has.
     *
     * @param target room for as much plain text as {@link EventLoop#BUFFER_SIZE} bytes of records have
     * @param fromSocket whether more is taken from there; else only what has come before
     * @return how the last record was; null if there was none
     */
    @Nullable SSLEngineResult read(ByteBuffer target, boolean fromSocket) throws IOException {
        ByteBuffer records = loop.recordsIn().bytes().clear();
        takeReceived(records);
        if (fromSocket && records.hasRemaining() && !ended) {
            ended = socket.read(loop.recordsIn()) < 0;
        }
        records.flip();
        SSLEngineResult last = null;
        while (records.hasRemaining() || last == null) {
            SSLEngineResult result = engine.unwrap(records, target);
            if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                break;
            }
            last = result;
            if (result.getStatus() != Status.OK || isWaiting(result)) {
                break;
            }
        }
        if (records.hasRemaining() && !engine.isInboundDone()) {
            received = loop.buffers().copy(records);
        }
        return last;
    }

    /** Whether the engine wants something else than to go on reading. */
    private static boolean isWaiting(SSLEngineResult result) {
        HandshakeStatus status = result.getHandshakeStatus();
        return status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP || status == HandshakeStatus.FINISHED;
    }

    private void takeReceived(ByteBuffer records) {
        Loan before = received;
        if (before != null) {
            records.put(before.bytes());
            loop.buffers().giveBack(before);
            received = null;
        }
    }

    /**
     * Writes records of plain text, as long as the socket takes them.
     *
     * @param source what is left of it afterwards was not written
     */
    void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining() && unsent == null) {
            writeSome(source);
        }
    }

    /** Writes what the engine has to say by itself. */
    void writeOwn() throws IOException {
        writeSome(NOTHING);
    }

    private void writeSome(ByteBuffer source) throws IOException {
        ByteBuffer records = loop.recordsOut().bytes().clear();
        SSLEngineResult result;
        do {
            result = engine.wrap(source, records);
        } while (result.getStatus() == Status.OK && records.remaining() >= largest
                && (source.hasRemaining() || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP));
        records.flip();
        send(records);
        if (result.getStatus() == Status.CLOSED && source.hasRemaining()) {
            throw new SSLException("the peer takes nothing any more");
        }
    }

    private void send(ByteBuffer records) throws IOException {
        Loan before = unsent;
        if (!records.hasRemaining()) {
            return;
        }
        if (before == null) {
            socket.write(loop.recordsOut());
            if (records.hasRemaining()) {
                unsent = loop.buffers().copy(records);
            }
        } else {
            Loan longer = loop.buffers().lend(before.bytes().remaining() + records.remaining());
            longer.bytes().put(before.bytes()).put(records).flip();
            loop.buffers().giveBack(before);
            unsent = longer;
        }
    }

    /** @return whether nothing waits any more */
    boolean flush() throws IOException {
        Loan waiting = unsent;
        if (waiting == null) {
            return true;
        }
        socket.write(waiting);
        if (waiting.bytes().hasRemaining()) {
            return false;
        }
        unsent = null;
        loop.buffers().giveBack(waiting);
        return true;
    }

    /** Gives back the buffers that it holds. */
    void giveBack() {
        if (received != null) {
            loop.buffers().giveBack(received);
            received = null;
        }
        if (unsent != null) {
            loop.buffers().giveBack(unsent);
            unsent = null;
        }
    }

    /** When the handshake is done. @param begun in milliseconds since 1970 */
    boolean isResumed(long begun) {
        return lent.isResumed(begun);
    }

    /** Nobody uses the engine any more. Once. */
    void releaseEngine() {
        lent.release();
    }
}
