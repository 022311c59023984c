package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One listener.
 *
 * @param id key in the configuration
 * @param binds addresses to listen on, one or more
 * @param pool id of the pool that serves whom no route leads elsewhere; empty: nobody does
 * @param routes who is served by other pools, the first that matches
 * @param tls how TLS ends here; empty: it does not
 * @param timeouts with the defaults filled in
 * @param halfClose whether the end of one direction leaves the other one open
 * @param onRemove what happens to its live connections when it is removed
 * @param listen socket options
 * @param accessLog what is written of its connections; empty: nothing
 * @param udp what it does with datagrams; empty: clients speak TCP
 * @param admission who may come in
 * @param acceptProxy whose PROXY headers are read; empty: nobody's
 * @param answersChallenges whether it answers to authorities that certificates are asked of, by HTTP
 */
public record ListenerConfig(String id, List<Address> binds, Optional<String> pool, List<RouteConfig> routes, Optional<TlsConfig> tls,
        TimeoutsConfig timeouts,
        boolean halfClose,
        RemovePolicy onRemove, ListenConfig listen, Optional<AccessLogConfig> accessLog, Optional<UdpConfig> udp,
        AdmissionConfig admission, Optional<AcceptProxyConfig> acceptProxy, boolean answersChallenges) {

    /**
     * What sockets it has.
     *
     * @return never TLS, which goes over those of TCP
     */
    public Protocol protocol() {
        return udp.isPresent() ? Protocol.UDP : Protocol.TCP;
    }

    /**
     * What clients speak.
     *
     * @return its word is the one of log and metrics
     */
    public Protocol spoken() {
        return tls.isPresent() ? Protocol.TLS : protocol();
    }

    /**
     * Who may serve.
     *
     * @return ids of one or more pools
     */
    public Set<String> pools() {
        return Stream.concat(pool.stream(), routes.stream().map(RouteConfig::pool)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether its clients have sessions. Where nobody answers they need none, unless each is shown to its backend, is brought to where it wanted
     * to go, or was told of by a proxy.
     *
     * @param pool that serves them
     * @return false for TCP
     */
    public boolean hasSessions(PoolConfig pool) {
        return udp.isPresent()
                && (!udp.get().isOneWay() || listen.transparent() || acceptProxy.isPresent() || pool.connect().transparent());
    }
}
