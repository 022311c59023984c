package io.awe4lb.kernel.config;

import io.awe4lb.spi.TlsEngineProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * TLS that is spoken to the backends of a pool. Files are not looked at when the configuration is read.
 *
 * @param engine makes the engines
 * @param verify whether a backend's certificate has to be trusted and to have the backend's name
 * @param ca PEM of the authorities that are trusted; empty: the usual public ones
 * @param sni name to ask for; empty: that of the backend
 * @param name that the certificate has to have, or an IP address; empty: that which is asked for, else the backend's host
 * @param certificate shown to a backend that wants one
 * @param versions that may be agreed, the oldest first; one or more
 * @param ciphers that may be agreed, as IANA names them, the best first; empty: those of the engine
 * @param protocols to offer by ALPN, the best first; empty: the one that was agreed with the client, if there is one
 * @param sessionReuse whether sessions are resumed
 */
public record BackendTlsConfig(
        ProviderConfig<TlsEngineProvider> engine,
        boolean verify,
        Optional<Path> ca,
        Optional<String> sni,
        Optional<String> name,
        Optional<CertificateConfig> certificate,
        List<String> versions,
        List<String> ciphers,
        List<String> protocols,
        boolean sessionReuse) {}
