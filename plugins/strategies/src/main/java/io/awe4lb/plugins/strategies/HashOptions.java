package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import java.util.List;

/** What strategies that hash clients have in common in the configuration. */
final class HashOptions {

    /** What the clients of one backend have in common. */
    enum By {
        /** The client's IP address; its port does not matter. */
        SOURCE,
        /** The first bits of the client's IP address. */
        SOURCE_NETWORK,
        /** The server that the client asks for in its TLS handshake. */
        SNI
    }

    static final Option<By> BY = Option.choice("by", By.SOURCE,
            "What a client is known by: source is its IP address, whatever its port, source-network the network that it is in, sni the server "
                    + "that it asks for in its TLS handshake.");
    static final Option<Integer> IPV4_PREFIX = Option.number("ipv4Prefix", 24, 1, 32,
            "With source-network: how many bits of an IPv4 address are its network.");
    static final Option<Integer> IPV6_PREFIX = Option.number("ipv6Prefix", 64, 1, 128,
            "With source-network: how many bits of an IPv6 address are its network.");
    static final Option<Integer> HASH_BALANCE_FACTOR = Option.optional("hashBalanceFactor",
            new OptionType.NumberType(LoadBound.LEAST_PERCENT, LoadBound.MOST_PERCENT),
            "Most connections of a backend, in percent of its share of all; whose backend has them goes to another one. Left out: no bound.");
    static final List<Option<?>> ALL = List.of(BY, IPV4_PREFIX, IPV6_PREFIX, HASH_BALANCE_FACTOR);

    private HashOptions() {}

    static ClientKey key(Options options) {
        return switch (options.get(BY)) {
            case SOURCE -> ClientKey.SOURCE;
            case SOURCE_NETWORK -> ClientKey.network(options.get(IPV4_PREFIX), options.get(IPV6_PREFIX));
            case SNI -> ServerName.KEY;
        };
    }

    static LoadBound bound(Options options) {
        return options.find(HASH_BALANCE_FACTOR).map(LoadBound::new).orElse(LoadBound.NONE);
    }
}
