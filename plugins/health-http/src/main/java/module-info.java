/** The health check that asks by HTTP. */
module io.awe4lb.plugins.health.http {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.health.http.HttpCheckProvider;
}
