package io.awe4lb.plugins.health.probe;

import io.awe4lb.plugins.health.conversation.Conversation;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** Sends and reads on a connection of its own, over TCP, TLS, or a Unix socket. */
final class StreamProbe implements HealthCheck {

    private static final int MOST = 64 << 10;
    private static final int CHUNK = 4096;

    private final byte[] send;
    private final Expected expected;
    private final Optional<Tls> tls;

    StreamProbe(byte[] send, Expected expected, Optional<Tls> tls) {
        this.send = send;
        this.expected = expected;
        this.tls = tls;
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        return Conversation.with(target, this::probe);
    }

    private CheckResult probe(Conversation conversation) throws IOException {
        if (tls.isPresent()) {
            conversation.secure(tls.get());
        }
        if (send.length > 0) {
            conversation.send(send);
        }
        return expected instanceof Expected.Anything && send.length == 0 ? new CheckResult.Passed("connected") : read(conversation);
    }

    /** Until the answer is right, wrong, or over. */
    private CheckResult read(Conversation conversation) throws IOException {
        var answer = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        while (answer.size() < MOST) {
            int read;
            try {
                read = conversation.in().read(chunk, 0, Math.min(CHUNK, MOST - answer.size()));
            } catch (SocketTimeoutException late) {
                throw answer.size() == 0 ? late : Wrong.late(answer.toByteArray(), expected);
            }
            if (read < 0) {
                throw answer.size() == 0 ? new EOFException() : Wrong.ended(answer.toByteArray(), expected);
            }
            answer.write(chunk, 0, read);
            byte[] soFar = answer.toByteArray();
            switch (expected.judge(soFar)) {
                case RIGHT -> {
                    return new CheckResult.Passed("answered " + Excerpt.of(soFar));
                }
                case WRONG -> throw Wrong.of(soFar, expected);
                case NOT_YET -> {}
            }
        }
        throw Wrong.tooLong(answer.toByteArray(), expected);
    }
}
