package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.Secret;
import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsSettings.Sessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Key<Path> OWN_CERT = Key.optional("cert", new Shape.FilePath(), CERT.description());
    private static final Key<Path> OWN_KEY = Key.optional("key", new Shape.FilePath(), PRIVATE_KEY.description());
    private static final Key<List<Values>> CERTIFICATES = Key.required(
            "certificates", new Shape.Several<>(Shape.Section.<Values>of(values -> values, OWN_CERT, OWN_KEY, PASSWORD, IssuerKeys.ISSUER,
                    IssuerKeys.NAMES).oneOf(OWN_CERT, IssuerKeys.ISSUER), 1),
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
    private static final Key<Boolean> OCSP_STAPLING = Key.of(Option.flag("ocspStapling", false,
            "Whether the authorities are asked if the certificates still hold (OCSP), and clients get the answer with them."));
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

    /** Becomes a {@link TlsConfig} when the issuers are known. */
    static final Key<Values> TLS = Key.optional("tls",
            Shape.Section.<Values>of(values -> values, CERTIFICATES, MIN_VERSION, MAX_VERSION, CIPHERS, PREFER_SERVER_CIPHERS, ALPN,
                    SESSION_TICKETS, SESSION_CACHE, OCSP_STAPLING, CLIENT_AUTH, ENGINE),
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

    /** @return empty after an error, whoever reported it */
    static Optional<TlsConfig> config(Values values, Map<String, IssuerConfig> issuers) {
        List<String> versions = versions(values);
        if (values.get(OCSP_STAPLING) && !values.get(ENGINE).provider().staples()) {
            values.error(OCSP_STAPLING, Code.CONFLICTING_KEYS,
                    "the engine %s shows clients no answer of OCSP: write 'engine: boringssl', or leave 'ocspStapling' out"
                            .formatted(values.get(ENGINE).provider().type()));
        }
        List<Values> written = values.get(CERTIFICATES);
        List<CertificateSource> certificates = new ArrayList<>();
        for (Values certificate : written) {
            CertificateSource source =
                    certificate.isWritten(IssuerKeys.ISSUER) ? issued(certificate, issuers) : file(certificate);
            if (source != null) {
                certificates.add(source);
            }
        }
        return versions.isEmpty() || certificates.size() < written.size() ? Optional.empty()
                : Optional.of(new TlsConfig(values.get(ENGINE), List.copyOf(certificates), versions, values.find(CIPHERS).orElse(List.of()),
                        values.find(ALPN).orElse(List.of()), values.find(CLIENT_AUTH), values.get(PREFER_SERVER_CIPHERS),
                        new Sessions(values.get(SESSION_TICKETS), values.get(SESSION_CACHE)), values.get(OCSP_STAPLING)));
    }

    private static @Nullable CertificateSource issued(Values certificate, Map<String, IssuerConfig> issuers) {
        for (Key<?> key : List.of(OWN_KEY, PASSWORD)) {
            if (certificate.isWritten(key)) {
                certificate.error(key, Code.CONFLICTING_KEYS,
                        "'%s' belongs to 'cert': the issuer makes a key of its own".formatted(key.name()));
            }
        }
        return IssuerKeys.certificate(certificate, issuers);
    }

    private static @Nullable CertificateSource file(Values certificate) {
        if (certificate.isWritten(IssuerKeys.NAMES)) {
            certificate.error(IssuerKeys.NAMES, Code.CONFLICTING_KEYS,
                    "'names' belongs to 'issuer': the names of a file are those that stand in it");
        }
        if (!certificate.isWritten(OWN_KEY)) {
            certificate.error(OWN_CERT, Code.MISSING_KEY, "the key 'key' is missing beside 'cert': " + Words.of(OWN_KEY.shape()));
        }
        Optional<Path> cert = certificate.find(OWN_CERT);
        Optional<Path> key = certificate.find(OWN_KEY);
        return cert.isEmpty() || key.isEmpty() || certificate.isRefused(PASSWORD) ? null
                : new CertificateConfig(cert.get(), key.get(), certificate.find(PASSWORD));
    }
}
