package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.LayeredSocket;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.net.TruncatedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection whose handshake is done: plain text on this side, records on the other. Holds no buffer while nothing waits. On the loop of
 * the socket below.
 */
public final class TlsSocket extends LayeredSocket implements SocketHandler {

    private static final Logger LOG = LoggerFactory.getLogger(TlsSocket.class);

    private final EventLoop loop;
    private final Records records;
    private @Nullable SocketHandler handler;
    private boolean wantsRead;
    private boolean wantsWrite;
    private boolean endsOutput;
    /** Whether the reader has heard of the end. */
    private boolean endTold;
    /** What went wrong where nobody could be told: whoever reads or writes next is. */
    private @Nullable IOException broken;

    private boolean closed;
    /** Whether the end is not to be said within TLS. */
    private boolean isCut;

    TlsSocket(EventLoop loop, Socket under, Records records) {
        super(under);
        this.loop = loop;
        this.records = records;
        under.handler(this);
        watchWrite();
    }

    @Override
    public int read(NativeBuffer target) throws IOException {
        requireWhole();
        try {
            return readRecords(target);
        } catch (SSLException violation) {
            sayWhatIsWrong();
            throw violation;
        }
    }

    private int readRecords(NativeBuffer target) throws IOException {
        ByteBuffer plain = target.bytes();
        int before = plain.position();
        SSLEngineResult last = records.read(plain, true);
        answer();
        while (last != null && wasForTheEngine(last) && records.hasReceived()) { // of which the system knows nothing any more
            last = records.read(plain, false);
            answer();
        }
        int count = plain.position() - before;
        if (count > 0) {
            if (hasEnd()) {
                readOnLater();
            }
            return count;
        }
        endTold = hasEnd() || endTold;
        if (records.engine().isInboundDone()) {
            return -1;
        }
        if (records.hasEnded()) {
            throw new TruncatedException();
        }
        return 0;
    }

    /** It had something to answer, or got a ticket: text may come behind it. */
    private static boolean wasForTheEngine(SSLEngineResult result) {
        HandshakeStatus status = result.getHandshakeStatus();
        return status == HandshakeStatus.NEED_WRAP || status == HandshakeStatus.FINISHED;
    }

    /** The engine has an alert for it. */
    private void sayWhatIsWrong() {
        try {
            if (!records.hasUnsent() && records.engine().getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                records.writeOwn();
            }
        } catch (IOException gone) {
            LOG.debug("the peer was gone before it was told what is wrong", gone);
        }
    }

    /** What the peer has said may want an answer: new keys, the end. Another handshake is none that it gets. */
    private void answer() throws IOException {
        HandshakeStatus status = records.engine().getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP && wantsAnotherHandshake()) {
            throw new SSLException("the peer wants to negotiate again");
        }
        if (status == HandshakeStatus.NEED_WRAP && !records.hasUnsent()) {
            records.writeOwn();
            watchWrite();
        }
    }

    /** Before TLS 1.3, all that an engine has to answer to is the end, and that. */
    private boolean wantsAnotherHandshake() {
        SSLEngine engine = records.engine();
        return !engine.isInboundDone() && !engine.isOutboundDone() && engine.getSession().getProtocol().equals("TLSv1.2");
    }

    @Override
    public int write(NativeBuffer source) throws IOException {
        requireWhole();
        int before = source.bytes().remaining();
        records.write(source.bytes());
        watchWrite();
        return before - source.bytes().remaining();
    }

    @Override
    public boolean hasUnsent() {
        return broken == null && records.hasUnsent();
    }

    private void requireWhole() throws IOException {
        if (broken != null) {
            throw broken;
        }
    }

    private void watchWrite() {
        under().wantWrite(wantsWrite || hasUnsent());
    }

    @Override
    public void wantRead(boolean on) {
        wantsRead = on;
        under().wantRead(on);
        if (on && (records.hasReceived() || hasEnd())) {
            readOnLater();
        }
    }

    /** The end has come, behind the last text or before anybody wanted to read, and the reader has not heard of it. */
    private boolean hasEnd() {
        return !endTold && (records.engine().isInboundDone() || records.hasEnded());
    }

    /** There is something of which the system knows nothing any more. */
    private void readOnLater() {
        loop.execute(this::readOn);
    }

    private void readOn() {
        try {
            onReadable();
        } catch (RuntimeException | Error bug) {
            onBug(bug);
        }
    }

    @Override
    public void wantWrite(boolean on) {
        wantsWrite = on;
        watchWrite();
    }

    @Override
    public void onReadable() {
        SocketHandler reader = handler;
        if (wantsRead && reader != null) {
            reader.onReadable();
        }
    }

    @Override
    public void onWritable() {
        SocketHandler writer = handler;
        try {
            if (!records.flush()) {
                return;
            }
            if (endsOutput) {
                under().shutdownOutput();
            }
        } catch (IOException failure) {
            broken = failure;
        }
        watchWrite();
        if (wantsWrite && writer != null) {
            writer.onWritable();
        }
    }

    @Override
    public void handler(SocketHandler next) {
        handler = next;
    }

    /** Says close_notify; in TLS 1.3 the other direction goes on. */
    @Override
    public void shutdownOutput() throws IOException {
        records.engine().closeOutbound();
        records.writeOwn();
        endOutput();
    }

    /** Who is on the other side sees that it was not all: there is no close_notify. */
    @Override
    public void cutOutput() throws IOException {
        isCut = true;
        endOutput();
    }

    private void endOutput() throws IOException {
        if (records.hasUnsent()) {
            endsOutput = true;
            watchWrite();
        } else {
            under().shutdownOutput();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            if (!isCut) {
                sayEnd();
            }
            end();
            under().close();
        }
    }

    private void sayEnd() {
        try {
            records.engine().closeOutbound();
            if (!records.hasUnsent()) {
                records.writeOwn();
            }
        } catch (IOException gone) {
            LOG.debug("the peer was gone before it was told the end", gone);
        }
    }

    @Override
    public void reset() {
        if (!closed) {
            end();
            under().reset();
        }
    }

    private void end() {
        closed = true;
        handler = null;
        records.giveBack();
        records.releaseEngine();
    }

    @Override
    public void onBug(Throwable bug) {
        SocketHandler whose = handler;
        if (whose != null) {
            whose.onBug(bug);
        }
    }
}
