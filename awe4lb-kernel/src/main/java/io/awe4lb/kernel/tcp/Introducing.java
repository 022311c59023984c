package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.config.AcceptProxyConfig;
import io.awe4lb.kernel.wire.Parsed;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.spi.EndReason;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the header in which a proxy that is believed says whose connection this is. What follows it stays, for whoever reads next. Where it
 * need not come, whoever begins without one is a client itself, and so is somebody who says nothing for as long as a handshake may take:
 * with some protocols the server speaks first.
 */
final class Introducing extends FirstBytes {

    private static final Logger LOG = LoggerFactory.getLogger(Introducing.class);

    private final AcceptProxyConfig config;

    Introducing(Connection connection, AcceptProxyConfig config) {
        super(connection, null);
        this.config = config;
    }

    @Override
    void look(ByteBuffer bytes) {
        switch (ProxyHeader.read(bytes, config.takesV1(), config.takesV2())) {
            case Parsed.Incomplete<ProxyHeader>(var atLeast) -> needed = atLeast;
            case Parsed.Invalid<ProxyHeader>(var what, _) -> refuse(what);
            case Parsed.Complete<ProxyHeader>(_, var length) when length == 0 && config.isRequired() -> refuse("no PROXY header");
            case Parsed.Complete<ProxyHeader>(var header, var length) -> {
                head.skip(length);
                connection.reception().introduced(header);
            }
        }
    }

    private void refuse(String what) {
        LOG.debug("listener {}: {} sent {}", connection.listener().id(), connection.client(), what);
        connection.close(EndReason.PROXY_PROTOCOL_INVALID);
    }

    @Override
    public void onTimeout() {
        if (head.length() == 0 && !config.isRequired()) {
            connection.reception().introduced(ProxyHeader.NONE);
        } else {
            refuse("no whole PROXY header in time");
        }
    }
}
