package io.awe4lb.kernel.config;

import io.awe4lb.spi.ProxyProtocol;

/**
 * Whether backends are told who their clients are: PROXY headers out.
 *
 * @param version what they are told by; {@link ProxyProtocol#OFF}: they are not
 * @param datagrams before which datagrams of UDP
 */
public record SendProxyConfig(ProxyProtocol version, Datagrams datagrams) {

    /** Nobody is told anything. */
    public static final SendProxyConfig OFF = new SendProxyConfig(ProxyProtocol.OFF, Datagrams.FIRST);

    /** Datagrams that carry a header. */
    public enum Datagrams {
        /** The first one of a session to a backend. */
        FIRST,
        /** Each. */
        EVERY
    }

    /**
     * Of one version, and else by default.
     *
     * @param version which
     * @return before the first datagram
     */
    public static SendProxyConfig of(ProxyProtocol version) {
        return new SendProxyConfig(version, Datagrams.FIRST);
    }
}
