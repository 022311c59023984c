package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of TLS that is spoken to the backends of a pool. */
final class BackendTlsKeys {

    private static final Key<Boolean> VERIFY = Key.of(Option.flag("verify", true,
            "Whether a backend's certificate has to be trusted and to have its name; `false` keeps nobody from being somebody else."));
    private static final Key<Path> CA = Key.optional("ca", new Shape.FilePath(),
            "PEM file of the authorities that may have signed the certificates; left out, the usual public ones.");
    private static final Key<String> SNI = Key.optional("sni", new Shape.HostName(),
            "Name to ask for, where a backend has none of its own; left out, the backend's host if that is a name.");
    private static final Key<String> NAME = Key.optional("name", new Shape.HostName(),
            "Name or IP address that certificates have to have; left out, the name that is asked for, else the backend's host.");
    private static final Key<CertificateConfig> CERTIFICATE =
            Key.optional("certificate", TlsKeys.CERTIFICATE, "Shown to backends that want one.");
    private static final Key<List<String>> ALPN = Key.optional("alpn", new Shape.Several<>(new Shape.Text(), 1),
            "Protocols that are offered, the best first; left out, the one that was agreed with the client, if there is one.");
    private static final Key<Boolean> SESSION_REUSE =
            Key.of(Option.flag("sessionReuse", true,
                    "Whether sessions are resumed: without, each connection costs both sides a signature."));

    static final Key<BackendTlsConfig> TLS = Key.optional("tls",
            Shape.Section.of(BackendTlsKeys::config, VERIFY, CA, SNI, NAME, CERTIFICATE, ALPN, TlsKeys.MIN_VERSION, TlsKeys.MAX_VERSION,
                    TlsKeys.CIPHERS, SESSION_REUSE, TlsKeys.ENGINE),
            "TLS is spoken to the backends, `{}` for what is usual; left out, they get bytes as they are.");

    private BackendTlsKeys() {}

    private static @Nullable BackendTlsConfig config(Values values) {
        List<String> versions = TlsKeys.versions(values);
        if (!values.get(VERIFY)) {
            reportUnused(values, CA);
            reportUnused(values, NAME);
        }
        values.find(SNI).filter(BackendTlsKeys::isAddress).ifPresent(_ -> values.error(SNI, Code.INVALID_NAME,
                "a server is asked for by a name and never by an address: leave 'sni' out, and write the address as 'name'"));
        return versions.isEmpty() ? null
                : new BackendTlsConfig(values.get(TlsKeys.ENGINE), values.get(VERIFY), values.find(CA), values.find(SNI), values.find(NAME),
                        values.find(CERTIFICATE), versions, values.find(TlsKeys.CIPHERS).orElse(List.of()),
                        values.find(ALPN).orElse(List.of()), values.get(SESSION_REUSE));
    }

    private static void reportUnused(Values values, Key<?> key) {
        if (values.isWritten(key)) {
            values.error(key, Code.CONFLICTING_KEYS,
                    "'%s' has no meaning beside 'verify: false', which takes any certificate: leave one of them out".formatted(key.name()));
        }
    }

    static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException _) { // a name
            return false;
        }
    }
}
