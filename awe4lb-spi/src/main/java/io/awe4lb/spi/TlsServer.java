package io.awe4lb.spi;

/** The server's side of TLS with one group of certificates. */
public interface TlsServer extends TlsEngines {}
