/** Backends that are containers of Docker. */
module io.awe4lb.plugins.discovery.docker {
    requires static org.jspecify;
    requires io.awe4lb.spi;
    requires java.net.http;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.discovery.docker.DockerDiscoveryProvider;
}
