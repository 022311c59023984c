package io.awe4lb.kernel.config;

import io.awe4lb.spi.CertificateIssuer;
import io.awe4lb.spi.CertificateIssuer.Proof;
import io.awe4lb.spi.CertificateIssuerProvider;
import io.awe4lb.spi.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys of those who issue certificates, and of the certificates that listeners have from them. */
final class IssuerKeys {

    private static final Shape.Plugin<CertificateIssuerProvider, ProviderConfig<CertificateIssuerProvider>> PROVIDER = new Shape.Plugin<>(
            new Shape.Kind<>("issuer of certificates", Providers::certificateIssuers), List.of(), _ -> false, (issuer, _) -> issuer);

    /** Listeners name them. */
    static final Key<Map<String, ProviderConfig<CertificateIssuerProvider>>> ISSUERS =
            Key.section("issuers", new Shape.ById<>(PROVIDER), "Who gives certificates to listeners and renews them, by id.");

    /** Of a certificate. */
    static final Key<String> ISSUER = Key.optional("issuer", new Shape.IssuerReference(),
            "Who gives the certificate and renews it, in the place of `cert` and `key`.");
    /** Of a certificate. */
    static final Key<List<NamePattern>> NAMES = Key.optional("names", new Shape.Several<>(new Shape.ServerNames(), 1),
            "Servers that the issuer is asked for, beside `issuer`.");
    /** Of a listener. */
    static final Key<Boolean> CHALLENGES = Key.of(Option.flag("acmeChallenges", false,
            "Whether requests for `/.well-known/acme-challenge/` are answered while an issuer waits for them; all others go to the pool."));

    private IssuerKeys() {}

    static Map<String, IssuerConfig> issuers(Values root) {
        Map<String, IssuerConfig> issuers = new LinkedHashMap<>();
        root.get(ISSUERS).forEach((id, provider) -> issuers.put(id, new IssuerConfig(id, provider)));
        return issuers;
    }

    /** @return null after an error, whoever reported it */
    static @Nullable IssuedConfig certificate(Values certificate, Map<String, IssuerConfig> issuers) {
        IssuerConfig issuer = issuers.get(certificate.find(ISSUER).orElse(""));
        Optional<List<NamePattern>> patterns = certificate.find(NAMES);
        if (patterns.isEmpty() && !certificate.isRefused(NAMES)) {
            certificate.error(ISSUER, Code.MISSING_KEY, "the key 'names' is missing beside 'issuer': the names of servers that it is for");
        }
        if (issuer == null || patterns.isEmpty()) {
            return null;
        }
        List<String> names = names(certificate, patterns.get());
        return names.isEmpty() || isRefused(certificate, issuer, names) ? null : new IssuedConfig(issuer, names);
    }

    private static List<String> names(Values certificate, List<NamePattern> patterns) {
        List<String> names = new ArrayList<>();
        for (NamePattern pattern : patterns) {
            switch (pattern) {
                case NamePattern.Exact(var name) -> names.add(name);
                case NamePattern.Below(var domain) -> names.add("*" + domain);
                case NamePattern.Matching _ -> {
                    certificate.error(NAMES, Code.INVALID_NAME,
                            "a certificate is not for a regular expression: write every name, for example www.example.com");
                    return List.of();
                }
            }
        }
        return names.stream().distinct().toList();
    }

    private static boolean isRefused(Values certificate, IssuerConfig issuer, List<String> names) {
        try {
            Optional<String> refusal = issuer.create().refusal(names);
            refusal.ifPresent(why -> certificate.error(NAMES, Code.INVALID_NAME, why));
            return refusal.isPresent();
        } catch (RuntimeException | LinkageError failure) { // a plugin's code
            certificate.error(ISSUER, Code.PLUGIN_FAILED, "the plugin of the type '%s' failed with %s: report it to the plugin's author"
                    .formatted(issuer.provider().provider().type(), failure));
            return true;
        }
    }

    /** What can be known of listeners and issuers together only. */
    static void check(Values root, Map<String, IssuerConfig> issuers, Collection<ListenerConfig> listeners) {
        Set<String> used = listeners.stream().flatMap(listener -> listener.tls().stream()).flatMap(tls -> tls.certificates().stream())
                .filter(IssuedConfig.class::isInstance).map(source -> ((IssuedConfig) source).issuer().id()).collect(Collectors.toSet());
        boolean isAnswered = listeners.stream().anyMatch(ListenerConfig::answersChallenges);
        issuers.forEach((id, issuer) -> {
            if (!used.contains(id)) {
                root.warnAt(ISSUERS, id, Code.UNUSED_ISSUER, "no listener has a certificate from this issuer");
            } else if (!isAnswered && asksByHttpAlone(issuer)) {
                root.errorAt(ISSUERS, id, Code.MISSING_KEY,
                        "it proves by HTTP on port 80 that the names are yours, and no listener answers:"
                                + " write 'acmeChallenges: true' at the one that gets port 80, or use another challenge");
            }
        });
    }

    private static boolean asksByHttpAlone(IssuerConfig issuer) {
        CertificateIssuer made = issuer.create();
        return made.proofs().equals(Set.of(Proof.HTTP));
    }
}
