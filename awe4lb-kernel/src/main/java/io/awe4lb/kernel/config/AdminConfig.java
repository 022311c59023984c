package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The admin server: REST and the pages for a browser.
 *
 * @param bind where it listens; default 127.0.0.1:7070
 * @param hosts further names, in lower case, that may stand in a request's Host header, beside {@code localhost} and IP addresses
 * @param tokens by id, in the order written; where there are none, one is made at the first start
 * @param tls empty: plain HTTP
 */
public record AdminConfig(Address.Inet bind, List<String> hosts, Map<String, TokenConfig> tokens, Optional<AdminTlsConfig> tls) {

    /** Where the admin server listens when nothing is written. */
    public static final Address.Inet DEFAULT_BIND = new Address.Inet("127.0.0.1", 7070);

    /**
     * Whether only this machine reaches the address. A host name other than {@code localhost} is not resolved and counts as open.
     *
     * @return false when others may reach it: tokens are needed then
     */
    public boolean isLocal() {
        String host = bind.host();
        try {
            return host.equalsIgnoreCase("localhost") || !host.isEmpty() && InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
