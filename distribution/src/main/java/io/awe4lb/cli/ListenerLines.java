package io.awe4lb.cli;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.RouteConfig;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.awe4lb.spi.IpText;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is served where, one line a listener. */
final class ListenerLines {

    private ListenerLines() {}

    /** {@code listener web: 127.0.0.1:8080 → pool web (3 backends)}; pools of routes before the one for all others. A protocol that is not TCP stands before the address. */
    static List<String> of(BalancerConfig config, Balancer balancer) {
        return balancer.addresses().entrySet().stream().map(bound -> {
            String addresses = bound.getValue().stream().map(ListenerLines::text).collect(Collectors.joining(", "));
            String pools = pools(config.listeners().get(bound.getKey())).map(pool -> text(pool, balancer.backends(pool)))
                    .collect(Collectors.joining(", "));
            return "listener %s: %s%s → %s".formatted(bound.getKey(), protocol(config.listeners().get(bound.getKey())), addresses, pools);
        }).toList();
    }

    /** Nothing where it is TCP, as nearly always. */
    private static String protocol(ListenerConfig listener) {
        return listener.spoken() == Protocol.TCP ? "" : listener.spoken().name().toLowerCase(Locale.ROOT) + " ";
    }

    private static Stream<String> pools(ListenerConfig listener) {
        return Stream.concat(listener.routes().stream().map(RouteConfig::pool), listener.pool().stream()).distinct();
    }

    private static String text(String pool, int backends) {
        return "pool %s (%d backend%s)".formatted(pool, backends, backends == 1 ? "" : "s");
    }

    /** As it is written in a configuration; every local address is {@code *}. */
    static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return "unix:" + address;
        }
        return inet.getAddress().isAnyLocalAddress() ? "*:" + inet.getPort() : IpText.of(inet.getAddress(), inet.getPort());
    }
}
