package io.awe4lb.plugins.health.tcp;

import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Options;

/** Makes {@link TcpCheck}. */
public final class TcpCheckProvider implements HealthCheckProvider {

    @Override
    public String type() {
        return "tcp";
    }

    @Override
    public String description() {
        return "A backend is up when it accepts a connection, by TCP or on its Unix socket.";
    }

    @Override
    public HealthCheck create(Options options) {
        return new TcpCheck();
    }
}
