/** Backends that a program says. */
module io.awe4lb.plugins.discovery.exec {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.discovery.exec.ExecDiscoveryProvider;
}
