/** Backends that a server tells over HTTP. */
module io.awe4lb.plugins.discovery.http {
    requires static org.jspecify;
    requires io.awe4lb.spi;
    requires java.net.http;

    provides io.awe4lb.spi.Provider with
            io.awe4lb.plugins.discovery.http.HttpJsonProvider,
            io.awe4lb.plugins.discovery.http.HttpTextProvider;
}
