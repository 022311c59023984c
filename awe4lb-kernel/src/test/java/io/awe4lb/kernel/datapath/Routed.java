package io.awe4lb.kernel.datapath;

import io.awe4lb.kernel.config.Application;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.NamePattern;
import io.awe4lb.kernel.config.Network;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.config.RouteConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes routes, and configurations with several pools. */
final class Routed {

    /** 127.0.0.0/8, as {@code Client} holds addresses. */
    static final Network LOOPBACK = new Network(0, 0xFFFF_7F00_0000L, 104);

    private Routed() {}

    /** Of these names: one, or all below a domain that begins with a dot. */
    static RouteConfig names(String pool, String... names) {
        List<NamePattern> patterns = Arrays.stream(names)
                .<NamePattern>map(name -> name.startsWith(".") ? new NamePattern.Below(name) : new NamePattern.Exact(name)).toList();
        return new RouteConfig(patterns, List.of(), List.of(), List.of(), List.of(), List.of(), pool);
    }

    static RouteConfig protocol(String pool, String protocol) {
        return new RouteConfig(List.of(), List.of(protocol), List.of(), List.of(), List.of(), List.of(), pool);
    }

    static RouteConfig source(String pool, Network source) {
        return new RouteConfig(List.of(), List.of(), List.of(), List.of(), List.of(source), List.of(), pool);
    }

    static RouteConfig application(String pool, Application... applications) {
        return new RouteConfig(List.of(), List.of(), List.of(), List.of(applications), List.of(), List.of(), pool);
    }

    static RouteConfig host(String pool, String host) {
        return new RouteConfig(List.of(), List.of(), List.of(new NamePattern.Exact(host)), List.of(), List.of(), List.of(), pool);
    }

    static RouteConfig port(String pool, int port) {
        return new RouteConfig(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(port), pool);
    }

    /** With more pools beside its own. */
    static BalancerConfig with(BalancerConfig config, PoolConfig... more) {
        Map<String, PoolConfig> pools = Stream.concat(config.pools().values().stream(), Stream.of(more))
                .collect(Collectors.toUnmodifiableMap(PoolConfig::id, Function.identity()));
        return new BalancerConfig(config.admin(), config.log(), config.metrics(), config.transport(), config.loops(), config.shutdown(),
                config.listeners(), pools);
    }
}
