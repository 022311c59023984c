/** Backends that stand in etcd. */
module io.awe4lb.plugins.discovery.etcd {
    requires static org.jspecify;
    requires io.awe4lb.spi;
    requires java.net.http;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.discovery.etcd.EtcdDiscoveryProvider;
}
