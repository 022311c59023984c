package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.HealthCheckConfig;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckResult.Inconclusive;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.TlsClientSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** One call of a plugin's check, at the address that the configuration means. Blocks; has no deadline of its own. */
final class Probing {

    private final HealthCheckConfig config;
    private final HealthCheck check;
    private final PoolBackend backend;

    Probing(HealthCheckConfig config, HealthCheck check, PoolBackend backend) {
        this.config = config;
        this.check = check;
        this.backend = backend;
    }

    /** Whatever a plugin throws says nothing of the backend. */
    @SuppressWarnings("PMD.AvoidCatchingThrowable") // a class that is missing in a plugin is an Error
    CheckResult probe() {
        try {
            Optional<TlsClientSettings> tls = config.host().isPresent() ? Optional.empty() : backend.tls();
            CheckResult result = check.check(new CheckTarget(backend.id(), target(), config.timeout(), config.proxyProtocol(), tls));
            return result != null ? result : new Inconclusive("the check itself failed: it returned null");
        } catch (UnknownHostException unknown) {
            return new Inconclusive("its name does not resolve: " + unknown.getMessage());
        } catch (Throwable failure) {
            return new Inconclusive("the check itself failed: " + failure);
        }
    }

    /** With another host and another port nothing of the backend's own address is left, and so it may be of any kind. */
    private SocketAddress target() throws UnknownHostException {
        if (config.host().isPresent() && config.port().isPresent()) {
            return new InetSocketAddress(InetAddress.getByName(config.host().get()), config.port().get());
        }
        SocketAddress own = own();
        boolean isElsewhere = config.host().isPresent() || config.port().isPresent();
        if (!isElsewhere || !(own instanceof InetSocketAddress inet)) {
            return own;
        }
        InetAddress host = config.host().isPresent() ? InetAddress.getByName(config.host().get()) : inet.getAddress();
        return new InetSocketAddress(host, config.port().orElse(inet.getPort()));
    }

    private SocketAddress own() throws UnknownHostException {
        List<SocketAddress> addresses = backend.addresses();
        if (addresses.isEmpty()) {
            throw new UnknownHostException(backend.spec().address().toString());
        }
        return addresses.get(Math.min(backend.preferred(), addresses.size() - 1));
    }
}
