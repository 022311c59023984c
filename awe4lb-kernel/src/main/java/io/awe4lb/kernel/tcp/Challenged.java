package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.wire.ChallengeRequest;
import io.awe4lb.kernel.wire.Parsed;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While an authority is awaited, looks whether it is this client: then it gets its answer, and that is all. Everybody else goes on with what
 * was read, and so does a client that says nothing for as long as a handshake may take.
 */
final class Challenged extends FirstBytes {

    private static final Logger LOG = LoggerFactory.getLogger(Challenged.class);

    Challenged(Connection connection, @Nullable Loan read) {
        super(connection, read);
    }

    @Override
    void look(ByteBuffer bytes) throws IOException {
        switch (ChallengeRequest.read(bytes)) {
            case Parsed.Incomplete<ChallengeRequest>(var atLeast) -> needed = atLeast;
            case Parsed.Invalid<ChallengeRequest> _ -> connection.reception().unchallenged();
            case Parsed.Complete<ChallengeRequest>(var request, _) -> answer(request);
        }
    }

    private void answer(ChallengeRequest request) throws IOException {
        Optional<String> answer = connection.listener().challenges().answer(request.token());
        if (answer.isEmpty()) {
            connection.reception().unchallenged(); // a backend may be asked for a certificate of its own
            return;
        }
        LOG.info("listener {}: {} was told the answer to a challenge", connection.listener().id(), connection.client());
        byte[] content = answer.get().getBytes(StandardCharsets.US_ASCII);
        String begin = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(content.length);
        NativeBuffer buffer = loop().buffer();
        buffer.bytes().put(begin.getBytes(StandardCharsets.US_ASCII)).put(content).flip();
        connection.socket().write(buffer); // a new connection has room for so little
        connection.close(EndReason.NORMAL);
    }

    @Override
    public void onTimeout() {
        connection.reception().unchallenged();
    }
}
