/** TLS by Java's own engines. */
module io.awe4lb.plugins.tls.jdk {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with
            io.awe4lb.plugins.tls.jdk.JdkTlsProvider;
}
