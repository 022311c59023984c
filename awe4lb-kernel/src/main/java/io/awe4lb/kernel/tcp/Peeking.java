package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.config.Application;
import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.wire.HttpRequest;
import io.awe4lb.kernel.wire.Opening;
import io.awe4lb.kernel.wire.Parsed;
import io.awe4lb.kernel.wire.PostgresStart;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what the client speaks, by its first bytes or by its silence, because a route asks. Of HTTP it reads the head of the first
 * request, where a route asks for its host. A client of PostgreSQL that wishes for TLS is answered as a server would, where the name that it
 * asks for then is needed here.
 */
final class Peeking extends FirstBytes {

    private static final Logger LOG = LoggerFactory.getLogger(Peeking.class);

    /** Whether the client has said anything. */
    private boolean hasSpoken;

    Peeking(Connection connection, @Nullable Loan read) {
        super(connection, read);
    }

    /** Until the first byte comes. */
    @Override
    long deadline() {
        return hasSpoken || head.length() > 0 ? super.deadline() : connection.listener().config().timeouts().peek().toNanos();
    }

    @Override
    void look(ByteBuffer bytes) throws IOException {
        if (!hasSpoken) {
            hasSpoken = true;
            schedule();
        }
        switch (Opening.read(bytes)) {
            case Parsed.Incomplete<Opening>(var atLeast) -> needed = atLeast;
            case Parsed.Invalid<Opening>(var what, _) -> {
                LOG.debug("listener {}: {} speaks {}", connection.listener().id(), connection.client(), what);
                connection.reception().peeked(null, false);
            }
            case Parsed.Complete<Opening>(var opening, _) -> opened(opening, bytes);
        }
    }

    private void opened(Opening opening, ByteBuffer bytes) throws IOException {
        switch (opening) {
            case TLS -> connection.reception().peeked(Application.TLS, false);
            case SSH -> connection.reception().peeked(Application.SSH, false);
            case HTTP -> http(bytes);
            case POSTGRES -> postgres(bytes);
        }
    }

    private void http(ByteBuffer bytes) {
        if (!connection.listener().routes().needHost()) {
            connection.reception().peeked(Application.HTTP, false);
            return;
        }
        switch (HttpRequest.read(bytes)) {
            case Parsed.Incomplete<HttpRequest>(var atLeast) -> needed = atLeast;
            case Parsed.Invalid<HttpRequest>(var what, _) -> {
                LOG.debug("listener {}: {} sent {}", connection.listener().id(), connection.client(), what);
                connection.reception().peeked(null, false);
            }
            case Parsed.Complete<HttpRequest>(var request, _) -> {
                connection.reception().asksFor(request.host());
                connection.reception().peeked(Application.HTTP, false);
            }
        }
    }

    /** Where nobody here needs the name, and none here encrypts, what a client wishes for is between it and its backend. */
    private void postgres(ByteBuffer bytes) throws IOException {
        Reception reception = connection.reception();
        boolean isTls = PostgresStart.isTlsWish(bytes);
        boolean isEncryptedBehind = reception.isPostgresEncryptedBehind();
        if (!reception.readsHellos() && !isEncryptedBehind || !isTls && !PostgresStart.isGssWish(bytes)) {
            reception.peeked(Application.POSTGRES, false);
            return;
        }
        boolean isGranted = isTls && !isEncryptedBehind;
        answer(isGranted ? PostgresStart.WILLING : PostgresStart.UNWILLING);
        head.skip(PostgresStart.REQUEST_LENGTH);
        if (isGranted) {
            reception.peeked(Application.POSTGRES, true);
        } else if (head.length() > 0) {
            look(head.bytes());
        }
    }

    private void answer(byte word) throws IOException {
        NativeBuffer buffer = loop().buffer();
        buffer.bytes().put(word).flip();
        connection.socket().write(buffer); // a new connection has room for so little
    }

    @Override
    public void onTimeout() {
        if (hasSpoken) {
            connection.close(EndReason.TLS_HANDSHAKE_FAILED);
        } else {
            LOG.debug("listener {}: {} said nothing for {} ms", connection.listener().id(), connection.client(),
                    TimeUnit.NANOSECONDS.toMillis(connection.age()));
            connection.reception().peeked(Application.SILENT, false);
        }
    }
}
