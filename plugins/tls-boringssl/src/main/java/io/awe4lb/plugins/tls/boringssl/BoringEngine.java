package io.awe4lb.plugins.tls.boringssl;

import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection of BoringSSL. Reads whole records out of the buffer that it is given and writes into one: it holds no buffer but a small one
 * for what it has to say by itself, which is where every message of the handshake and every alert goes first.
 *
 * <p>Not thread safe, but for the one task that it may have: that runs elsewhere, and what it needs is not freed before it has ended.
 */
final class BoringEngine extends FixedEngine {

    /** Bytes. A handshake has more to say in one go, and then it goes on when that is taken. */
    private static final int OWN_WORDS = 1024;

    private static final int LARGEST_TEXT = 16_384;
    /** The most that is added to a text, a key update and tickets before it included. */
    private static final int EXPANSION = FixedSession.LARGEST_RECORD - LARGEST_TEXT;

    private final Context context;
    private final long ssl;
    private final long bio;
    private boolean isBegun;
    private boolean isEstablished;
    /** What has failed stays so. */
    private boolean isBroken;

    private boolean wantsToGoOn;
    /** Whether session tickets have not been sent yet, which BoringSSL keeps for the first write otherwise: some clients wait for them. */
    private boolean owesTickets;
    /** How many bytes it has to say by itself. */
    private int ownWords;

    private boolean closing;
    private boolean isInboundDone;
    private boolean isOutboundDone;
    private @Nullable VerifyTask task;
    /** Why the peer is not trusted. */
    private volatile @Nullable Exception distrust;

    BoringEngine(Context context, long ssl, boolean isClient) {
        super(isClient);
        this.context = context;
        this.ssl = ssl;
        this.bio = SSL.bioNewByteBuffer(ssl, OWN_WORDS);
        this.wantsToGoOn = isClient;
    }

    long pointer() {
        return ssl;
    }

    /** Why it does not trust its peer. On the thread of its task. */
    void distrust(Exception why) {
        distrust = why;
    }

    @Override
    public void beginHandshake() {
        isBegun = true;
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        if (ownWords > 0 || owesTickets || closing && !isOutboundDone) {
            return HandshakeStatus.NEED_WRAP;
        }
        if (!isBegun || isEstablished || isBroken || isOutboundDone) {
            return HandshakeStatus.NOT_HANDSHAKING;
        }
        if (task != null) {
            return HandshakeStatus.NEED_TASK;
        }
        return wantsToGoOn ? HandshakeStatus.NEED_WRAP : HandshakeStatus.NEED_UNWRAP;
    }

    private SSLEngineResult result(Status status, int consumed, int produced) {
        return new SSLEngineResult(status, getHandshakeStatus(), consumed, produced);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer target) throws SSLException {
        isBegun = true;
        if (isInboundDone) {
            return result(Status.CLOSED, 0, 0);
        }
        int length = RecordHeader.lengthOf(source);
        if (length > source.remaining()) {
            return result(Status.BUFFER_UNDERFLOW, 0, 0);
        }
        if (isEstablished && target.remaining() < Math.min(length, LARGEST_TEXT)) {
            return result(Status.BUFFER_OVERFLOW, 0, 0);
        }
        boolean wasEstablished = isEstablished;
        int produced = 0;
        SSL.bioSetByteBuffer(bio, address(source), length, false);
        try {
            if (isEstablished) {
                produced = read(target);
            } else {
                goOn();
            }
        } finally {
            int consumed = length - SSL.bioLengthByteBuffer(bio);
            SSL.bioClearByteBuffer(bio);
            source.position(source.position() + consumed);
            length = consumed;
        }
        if (isEstablished && !wasEstablished && getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            return new SSLEngineResult(Status.OK, HandshakeStatus.FINISHED, length, produced);
        }
        return result(isInboundDone ? Status.CLOSED : Status.OK, length, produced);
    }

    private int read(ByteBuffer target) throws SSLException {
        int count = SSL.readFromSSL(ssl, address(target), target.remaining());
        if (count > 0) {
            target.position(target.position() + count);
            return count;
        }
        int error = SSL.getError(ssl, count);
        ownWords = SSL.bioLengthNonApplication(bio);
        if (error == SSL.SSL_ERROR_ZERO_RETURN) {
            endedByPeer();
        } else if (error != SSL.SSL_ERROR_WANT_READ && error != SSL.SSL_ERROR_WANT_WRITE) {
            throw broken("a record cannot be read");
        }
        return 0;
    }

    /** Up to TLS 1.2 it is the end of both directions (RFC 5246, 7.2.1); since TLS 1.3 of its own (RFC 8446, 6.1). */
    private void endedByPeer() {
        isInboundDone = true;
        closing |= !SSL.getVersion(ssl).equals("TLSv1.3");
    }

    /** The next step of the handshake; what it has to say goes into its own small buffer. */
    private void goOn() throws SSLException {
        if (task != null) {
            return;
        }
        int done = SSL.doHandshake(ssl);
        wantsToGoOn = false;
        if (done > 0) {
            isEstablished = true;
            owesTickets = !getUseClientMode();
        } else {
            int error = SSL.getError(ssl, done);
            limitSession();
            if (error == SSL.SSL_ERROR_WANT_WRITE) {
                wantsToGoOn = true;
            } else if (error == SSL.SSL_ERROR_WANT_CERTIFICATE_VERIFY) {
                task = VerifyTask.of(this, SSL.getTask(ssl));
            } else if (error != SSL.SSL_ERROR_WANT_READ) {
                ownWords = SSL.bioLengthNonApplication(bio);
                throw broken("no handshake");
            }
        }
        ownWords = SSL.bioLengthNonApplication(bio);
    }

    /**
     * A session of TLS 1.3 would be good for two days, longer than there is a key for its ticket; and its context has no say in that. One that
     * is resumed has what is left of its time.
     */
    private void limitSession() {
        if (!getUseClientMode() && !SSL.isSessionReused(ssl)) {
            SSL.setTimeout(ssl, TicketKeys.EACH.toSeconds());
        }
    }

    private SSLException broken(String what) {
        isBroken = true;
        String why = NativeError.last();
        var failure = isEstablished ? new SSLException(what + ": " + why) : new SSLHandshakeException(what + ": " + why);
        Exception known = distrust;
        if (known != null) {
            failure.initCause(known);
        }
        return failure;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer source, ByteBuffer target) throws SSLException {
        if (isOutboundDone && ownWords == 0) {
            return result(Status.CLOSED, 0, 0);
        }
        if (target.remaining() < EXPANSION) {
            return result(Status.BUFFER_OVERFLOW, 0, 0);
        }
        if (!isEstablished || ownWords > 0 || owesTickets || closing) {
            isBegun = true;
            return wrapOwn(target);
        }
        if (isBroken) {
            throw new SSLException("the connection is broken");
        }
        return source.hasRemaining() ? wrapText(source, target) : result(Status.OK, 0, 0);
    }

    private SSLEngineResult wrapText(ByteBuffer source, ByteBuffer target) throws SSLException {
        int room = target.remaining();
        int length = Math.min(Math.min(source.remaining(), LARGEST_TEXT), room - EXPANSION);
        if (length <= 0) {
            return result(Status.BUFFER_OVERFLOW, 0, 0);
        }
        SSL.bioSetByteBuffer(bio, address(target), room, true);
        int written;
        int produced;
        try {
            written = SSL.writeToSSL(ssl, address(source), length);
        } finally {
            produced = room - SSL.bioLengthByteBuffer(bio);
            SSL.bioClearByteBuffer(bio);
            target.position(target.position() + produced);
        }
        if (written > 0) {
            source.position(source.position() + written);
        } else if (SSL.getError(ssl, written) != SSL.SSL_ERROR_WANT_WRITE) {
            throw broken("a record cannot be written");
        }
        return result(Status.OK, Math.max(written, 0), produced);
    }

    private SSLEngineResult wrapOwn(ByteBuffer target) throws SSLException {
        int before = target.position();
        takeOwnWords(target);
        while (ownWords == 0 && wantsToGoOn && !isBroken && !closing) {
            goOn();
            takeOwnWords(target);
        }
        if (owesTickets && ownWords == 0) {
            sendTickets(target);
        }
        if (closing && !isOutboundDone && ownWords == 0) {
            sayEnd();
            takeOwnWords(target);
        }
        Status status = isOutboundDone && ownWords == 0 ? Status.CLOSED : Status.OK;
        return result(status, 0, target.position() - before);
    }

    private void takeOwnWords(ByteBuffer target) {
        if (ownWords == 0 || !target.hasRemaining()) {
            return;
        }
        SSL.bioSetByteBuffer(bio, address(target), target.remaining(), true);
        int taken = SSL.bioFlushByteBuffer(bio);
        SSL.bioClearByteBuffer(bio);
        target.position(target.position() + taken);
        ownWords = SSL.bioLengthNonApplication(bio);
    }

    /** To write nothing sends what is kept for the first write. */
    private void sendTickets(ByteBuffer target) {
        owesTickets = false;
        int room = target.remaining();
        long address = address(target);
        SSL.bioSetByteBuffer(bio, address, room, true);
        SSL.writeToSSL(ssl, address, 0);
        SSL.clearError();
        target.position(target.position() + room - SSL.bioLengthByteBuffer(bio));
        SSL.bioClearByteBuffer(bio);
    }

    /** Whatever becomes of it: it is said once. */
    private void sayEnd() {
        isOutboundDone = true;
        if (isEstablished && !isBroken) {
            SSL.shutdownSSL(ssl);
            SSL.clearError();
            ownWords = SSL.bioLengthNonApplication(bio);
        }
    }

    private static long address(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("direct buffers are wanted");
        }
        return Buffer.address(buffer) + buffer.position();
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        for (int i = offset; i < offset + length; i++) {
            if (sources[i].hasRemaining()) {
                return wrap(sources[i], target);
            }
        }
        return wrap(ByteBuffer.allocateDirect(0), target);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        if (length != 1) {
            throw new UnsupportedOperationException("one target is wanted");
        }
        return unwrap(source, targets[offset]);
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        VerifyTask next = task;
        return next == null || !next.take() ? null : next;
    }

    /** The task has ended; on its thread, before whoever ran it comes back. */
    void taskEnded() {
        task = null;
        wantsToGoOn = true;
    }

    /** Nobody uses it any more; the memory of a task that still runs goes when that has ended. */
    void release() {
        VerifyTask last = task;
        if (last == null || last.abandon()) {
            context.free(this);
        }
    }

    void freeNow() {
        context.free(this);
    }

    @Override
    public void closeInbound() {
        isInboundDone = true;
    }

    @Override
    public boolean isInboundDone() {
        return isInboundDone;
    }

    @Override
    public void closeOutbound() {
        closing = true;
    }

    @Override
    public boolean isOutboundDone() {
        return isOutboundDone && ownWords == 0;
    }

    boolean isResumed() {
        return isEstablished && SSL.isSessionReused(ssl);
    }

    @Override
    public SSLSession getSession() {
        return isEstablished ? agreed() : FixedSession.NONE;
    }

    @Override
    public SSLSession getHandshakeSession() {
        return isBegun ? agreed() : FixedSession.NONE;
    }

    private SSLSession agreed() {
        return new FixedSession(SSL.getVersion(ssl), Suites.iana(SSL.getCipherForSSL(ssl)), context.peerOf(this));
    }

    @Override
    public String getApplicationProtocol() {
        String agreed = SSL.getAlpnSelected(ssl);
        return agreed == null ? "" : agreed;
    }
}
