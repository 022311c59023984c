/** The backends that stand in the configuration. */
module io.awe4lb.plugins.discovery.fixed {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.discovery.fixed.StaticDiscoveryProvider;
}
