/** The health check that connects. */
module io.awe4lb.plugins.health.tcp {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.health.tcp.TcpCheckProvider;
}
