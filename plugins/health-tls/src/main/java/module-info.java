/** The health check that does a TLS handshake. */
module io.awe4lb.plugins.health.tls {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.health.tls.TlsCheckProvider;
}
