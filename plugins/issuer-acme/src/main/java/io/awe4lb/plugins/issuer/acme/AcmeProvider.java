package io.awe4lb.plugins.issuer.acme;

import io.awe4lb.spi.CertificateIssuer;
import io.awe4lb.spi.CertificateIssuerProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code type: acme}. */
public final class AcmeProvider implements CertificateIssuerProvider {

    static final Option<String> DIRECTORY = Option.text("directory", "https://acme-v02.api.letsencrypt.org/directory",
            "Where the authority says what it can do: the address of its ACME directory.");
    static final Option<List<String>> EMAIL = Option.of("email", new OptionType.ListType<>(new OptionType.TextType()), List.of(),
            "Whom the authority may write to.");
    static final Option<Boolean> ACCEPT_TERMS = Option.flag("acceptTerms", false,
            "Whether you accept the authority's terms of service; it has to be `true`.");
    static final Option<ChallengeKind> CHALLENGE = Option.choice("challenge", ChallengeKind.HTTP_01,
            "How the authority sees that a name is yours: it asks on port 80 by HTTP, or on port 443 in a TLS handshake.");
    static final Option<KeyKind> KEY = Option.choice("key", KeyKind.EC, "Of the certificates: P-256, or RSA with 2048 bits.");
    static final Option<String> CA = Option.optional("ca", new OptionType.TextType(),
            "PEM file of whom to trust when the authority is asked; left out, the system's.");
    static final Option<String> ACCOUNT_ID = Option.optional("accountId", new OptionType.TextType(),
            "Id of an account that you have at the authority already, where it wants one (external account binding).");
    static final Option<Secret> ACCOUNT_KEY = Option.optional("accountKey", new OptionType.SecretType(),
            "The key that the authority has given for it, in base64url.");

    /** For the service loader. */
    public AcmeProvider() {}

    @Override
    public String type() {
        return "acme";
    }

    @Override
    public String description() {
        return "Certificates from authorities that speak ACME (RFC 8555), as Let's Encrypt does.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(DIRECTORY, EMAIL, ACCEPT_TERMS, CHALLENGE, KEY, CA, ACCOUNT_ID, ACCOUNT_KEY);
    }

    @Override
    public CertificateIssuer create(Options options) {
        if (!options.get(ACCEPT_TERMS)) {
            throw new IllegalArgumentException("the authority gives certificates only to those who accept its terms of service:"
                    + " read them (%s names them) and write 'acceptTerms: true'".formatted(options.get(DIRECTORY)));
        }
        Optional<String> id = options.find(ACCOUNT_ID);
        Optional<String> key = options.find(ACCOUNT_KEY).map(Secret::value);
        if (id.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("'accountId' and 'accountKey' go together: write both, or none");
        }
        key.ifPresent(AcmeProvider::requireBase64);
        options.get(EMAIL).forEach(AcmeProvider::requireAddress);
        var account = new Account(options.get(EMAIL), id, key);
        var authority = new Authority(directory(options.get(DIRECTORY)), options.find(CA).map(AcmeProvider::file));
        return new AcmeIssuer(authority, account, options.get(CHALLENGE), options.get(KEY));
    }

    private static URI directory(String text) {
        try {
            URI uri = URI.create(text);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("directory: '%s' is no address: write https://…".formatted(text), wrong);
        }
        throw new IllegalArgumentException("directory: '%s' is no address with https: ACME is spoken over TLS only".formatted(text));
    }

    private static Path file(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException wrong) {
            throw new IllegalArgumentException("ca: '%s' is the name of no file".formatted(text), wrong);
        }
    }

    private static void requireAddress(String email) {
        if (!email.matches("[^@\\s,;?:]+@[^@\\s,;?:]+")) {
            throw new IllegalArgumentException("email: '%s' is no address: write for example ops@example.com".formatted(email));
        }
    }

    private static void requireBase64(String key) {
        if (!key.matches("[A-Za-z0-9_-]+=*")) {
            throw new IllegalArgumentException("accountKey: it is not base64url: letters, digits, '-' and '_'");
        }
    }
}
