package io.awe4lb.kernel.datapath;

import io.awe4lb.kernel.net.NioTransport;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.spi.Provider;
import io.awe4lb.spi.TlsEngineProvider;
import java.util.ServiceLoader;

/** The engines of TLS that data path tests run with: on each transport another one, so that both are run without more time. */
final class TestEngines {

    private TestEngines() {}

    /** Java's with NIO; else BoringSSL's, where there is a library of it. */
    static TlsEngineProvider on(Transport transport) {
        TlsEngineProvider boring = boring();
        return transport instanceof NioTransport || boring.unavailable().isPresent() ? new JavaEngines() : boring;
    }

    private static TlsEngineProvider boring() {
        return ServiceLoader.load(Provider.class).stream().map(ServiceLoader.Provider::get)
                .filter(provider -> provider.type().equals("boringssl")).map(TlsEngineProvider.class::cast).findFirst()
                .orElseThrow(() -> new AssertionError("the plugin tls-boringssl is on the module path of tests"));
    }
}
