/** The formats of the access log. */
module io.awe4lb.plugins.accesslog {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with
            io.awe4lb.plugins.accesslog.JsonProvider, io.awe4lb.plugins.accesslog.HaproxyTcpProvider;
}
