/** Backends that stand in a file. */
module io.awe4lb.plugins.discovery.file {
    requires static org.jspecify;
    requires io.awe4lb.spi;
    requires java.logging; // of the YAML library, for its own troubles

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.discovery.file.FileDiscoveryProvider;
}
