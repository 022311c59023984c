package io.awe4lb.spi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Whether a backend wants to hear who its client is before the client speaks, and how it is told: the PROXY protocol
 * (https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt).
 */
public enum ProxyProtocol {
    /** It is told nothing. */
    OFF(""),
    /** By a line of text. */
    V1("PROXY UNKNOWN\r\n"),
    /** In binary. */
    V2("\r\n\r\n\0\r\nQUIT\n" + "\u0020\0\0\0");

    private final byte[] ownHeader;

    ProxyProtocol(String ownHeader) {
        this.ownHeader = ownHeader.getBytes(ISO_8859_1);
    }

    /**
     * The header of a connection that carries no client of anybody: it is this program itself that asks ({@code UNKNOWN} of version 1,
     * {@code LOCAL} of version 2).
     *
     * @return a new array; empty if nothing is to be told
     */
    public byte[] ownHeader() {
        return ownHeader.clone();
    }
}
