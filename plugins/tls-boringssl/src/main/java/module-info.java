/** TLS by BoringSSL. */
module io.awe4lb.plugins.tls.boringssl {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with
            io.awe4lb.plugins.tls.boringssl.BoringProvider;
}
