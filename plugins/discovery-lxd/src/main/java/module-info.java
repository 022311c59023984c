/** Backends that are instances of LXD. */
module io.awe4lb.plugins.discovery.lxd {
    requires static org.jspecify;
    requires io.awe4lb.spi;
    requires java.net.http;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.discovery.lxd.LxdDiscoveryProvider;
}
