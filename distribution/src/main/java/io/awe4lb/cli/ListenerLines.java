package io.awe4lb.cli;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.spi.IpText;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/** What is served where, one line a listener. */
final class ListenerLines {

    private ListenerLines() {}

    /** {@code listener web: 127.0.0.1:8080 → pool web (3 backends)}. */
    static List<String> of(BalancerConfig config, Balancer balancer) {
        return balancer.addresses().entrySet().stream().map(bound -> {
            String addresses = bound.getValue().stream().map(ListenerLines::text).collect(Collectors.joining(", "));
            String pool = config.listeners().get(bound.getKey()).pool();
            int backends = balancer.backends(pool);
            return "listener %s: %s → pool %s (%d backend%s)".formatted(bound.getKey(), addresses, pool, backends,
                    backends == 1 ? "" : "s");
        }).toList();
    }

    /** As it is written in a configuration; every local address is {@code *}. */
    static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return "unix:" + address;
        }
        return inet.getAddress().isAnyLocalAddress() ? "*:" + inet.getPort() : IpText.of(inet.getAddress(), inet.getPort());
    }
}
