/** Backends that the DNS tells. */
module io.awe4lb.plugins.discovery.dns {
    requires static org.jspecify;
    requires io.awe4lb.spi;
    requires java.naming; // of the library, where it looks for the system's servers

    uses org.slf4j.spi.SLF4JServiceProvider;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.discovery.dns.DnsDiscoveryProvider;
    provides org.slf4j.spi.SLF4JServiceProvider with io.awe4lb.plugins.discovery.dns.QuietLog;
}
