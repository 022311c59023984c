package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.wire.Alert;
import io.awe4lb.kernel.wire.ClientHello;
import io.awe4lb.kernel.wire.Parsed;
import io.awe4lb.spi.EndReason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the client's first bytes until they say where it wants to go. */
final class Identifying extends FirstBytes {

    private static final Logger LOG = LoggerFactory.getLogger(Identifying.class);

    Identifying(Connection connection, @Nullable Loan read) {
        super(connection, read);
    }

    @Override
    void look(ByteBuffer bytes) {
        switch (ClientHello.read(bytes)) {
            case Parsed.Incomplete<ClientHello>(var atLeast) -> needed = atLeast;
            case Parsed.Invalid<ClientHello>(var what, var isTls) -> refuse(what, isTls);
            case Parsed.Complete<ClientHello>(var hello, _) -> connection.reception().identified(hello);
        }
    }

    private void refuse(String what, boolean isTls) {
        LOG.debug("listener {}: {} sent {} where TLS is awaited", connection.listener().id(), connection.client(), what);
        if (isTls) {
            connection.alert(Alert.DECODE_ERROR);
        }
        connection.close(EndReason.TLS_HANDSHAKE_FAILED);
    }

    @Override
    public void onTimeout() {
        connection.close(EndReason.TLS_HANDSHAKE_FAILED);
    }
}
