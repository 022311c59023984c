package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.Secret;
import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsSettings.Sessions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of TLS that ends at a listener. */
final class TlsKeys {

    private static final int MOST_SESSIONS = 1_000_000;

    private static final Key<Path> CERT = Key.required("cert", new Shape.FilePath(), "PEM file of the certificate and those above it.");
    private static final Key<Path> PRIVATE_KEY =
            Key.required("key", new Shape.FilePath(), "PEM file of its private key: PKCS#8, PKCS#1 or SEC1.");
    private static final Key<Secret> PASSWORD = Key.optional("password", new Shape.SecretText(), "Of the key, if it has one.");
    static final Shape.Section<CertificateConfig> CERTIFICATE = Shape.Section.of(
            values -> new CertificateConfig(values.get(CERT), values.get(PRIVATE_KEY), values.find(PASSWORD)), CERT, PRIVATE_KEY, PASSWORD);

    private static final Key<List<CertificateConfig>> CERTIFICATES = Key.required(
            "certificates", new Shape.Several<>(CERTIFICATE, 1),
            "Picked by the name that a client asks for; the first one is also for those who ask for none of them.");
    static final Key<String> MIN_VERSION =
            Key.written("minVersion", TlsVersionText.OLDEST, new Shape.TlsVersion(), "The oldest version that is agreed.");
    static final Key<String> MAX_VERSION =
            Key.written("maxVersion", TlsVersionText.NEWEST, new Shape.TlsVersion(), "The newest version that is agreed.");
    static final Key<List<String>> CIPHERS = Key.optional("ciphers", new Shape.Several<>(new Shape.Text(), 1),
            "Cipher suites as IANA names them, the best first; left out, those that are safe today.");
    private static final Key<Boolean> PREFER_SERVER_CIPHERS = Key.of(Option.flag("preferServerCiphers", true,
            "Whether of the cipher suites that both sides have awe4lb's first one is agreed; `false`: the client's."));
    private static final Key<Boolean> SESSION_TICKETS = Key.of(Option.flag("sessionTickets", Sessions.USUAL.tickets(),
            "Whether clients are given sessions to keep and to resume, sealed with keys that are replaced."));
    private static final Key<Integer> SESSION_CACHE = Key.of(Option.number("sessionCache", Sessions.USUAL.kept(), 0, MOST_SESSIONS,
            "How many sessions are kept for clients that take no tickets, for each group of certificates; 0 for none."));
    private static final Key<List<String>> ALPN = Key.optional("alpn", new Shape.Several<>(new Shape.Text(), 1),
            "Protocols that are agreed, the best first, for example `h2`; left out, none is.");
    static final Key<ProviderConfig<TlsEngineProvider>> ENGINE = Key.written("engine", "auto", new Shape.Plugin<>(
            new Shape.Kind<>("TLS engine", Providers::tlsEngines), List.of(), _ -> false, (engine, _) -> engine),
            "What reads and writes records; `auto` takes the fastest that can be used on the machine.");

    private static final Key<ClientAuthConfig.Mode> MODE = Key.of(Option.choice("mode", ClientAuthConfig.Mode.REQUIRED,
            "What happens to a client without a certificate: it is refused, or served."));
    private static final Key<Path> CA = Key.required("ca", new Shape.FilePath(),
            "PEM file of the authorities whose certificates are trusted.");
    private static final Key<Path> CRL = Key.optional("crl", new Shape.FilePath(),
            "File of what they have revoked, PEM or DER: a list of each authority in a client's chain.");
    private static final Key<ClientAuthConfig> CLIENT_AUTH = Key.optional("clientAuth", Shape.Section.of(
            values -> new ClientAuthConfig(values.get(MODE), values.get(CA), values.find(CRL)), MODE, CA, CRL),
            "Clients are asked for a certificate.");

    static final Key<TlsConfig> TLS = Key.optional("tls",
            Shape.Section.of(TlsKeys::config, CERTIFICATES, MIN_VERSION, MAX_VERSION, CIPHERS, PREFER_SERVER_CIPHERS, ALPN,
                    SESSION_TICKETS, SESSION_CACHE, CLIENT_AUTH, ENGINE),
            "TLS ends here, and the pool gets what is in it; left out, bytes are passed on as they are.");

    private TlsKeys() {}

    /** The oldest first; none, and an error, if their order is wrong. */
    static List<String> versions(Values values) {
        List<String> versions = TlsVersionText.between(values.get(MIN_VERSION), values.get(MAX_VERSION));
        if (versions.isEmpty()) {
            values.error(MAX_VERSION, Code.OUT_OF_RANGE, "the newest version %s is older than the oldest one, %s".formatted(
                    values.get(MAX_VERSION), values.get(MIN_VERSION)));
        }
        return versions;
    }

    private static @Nullable TlsConfig config(Values values) {
        List<String> versions = versions(values);
        return versions.isEmpty() ? null
                : new TlsConfig(values.get(ENGINE), values.get(CERTIFICATES), versions, values.find(CIPHERS).orElse(List.of()),
                        values.find(ALPN).orElse(List.of()), values.find(CLIENT_AUTH), values.get(PREFER_SERVER_CIPHERS),
                        new Sessions(values.get(SESSION_TICKETS), values.get(SESSION_CACHE)));
    }
}
