/** Certificates by ACME. */
module io.awe4lb.plugins.issuer.acme {
    requires static org.jspecify;
    requires io.awe4lb.spi;
    requires java.net.http;

    uses org.slf4j.spi.SLF4JServiceProvider;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.issuer.acme.AcmeProvider;
    provides org.slf4j.spi.SLF4JServiceProvider with io.awe4lb.plugins.issuer.acme.QuietLog;
}
