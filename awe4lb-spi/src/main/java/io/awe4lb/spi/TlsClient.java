package io.awe4lb.spi;

/** The client's side of TLS with one backend. Sessions that it keeps are resumed with that one only. */
public interface TlsClient extends TlsEngines {}
