package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.OptionType.ChoiceType;
import io.awe4lb.spi.Secret;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of the admin server. */
final class AdminKeys {

    private static final int SHORTEST_TOKEN = 12;

    // a token
    private static final Key<Secret> TOKEN =
            Key.required("token", new Shape.SecretText(), "What a request carries: `Authorization: Bearer TOKEN`.");
    private static final Key<Role> ROLE = Key.required(
            "role",
            new Shape.Value<>(new ChoiceType<>(List.of(Role.values()))),
            "What its holder may do: read; also drain and weigh backends and close connections; all.");
    private static final Shape.Section<TokenConfig> TOKEN_MAP = Shape.Section.of(AdminKeys::token, TOKEN, ROLE);

    // auth
    private static final Key<Map<String, TokenConfig>> TOKENS = Key.section(
            "tokens", new Shape.ById<>(TOKEN_MAP),
            "Who may do what, by the name that is recorded with it; without any, one is made at the first start.");
    private static final Shape.Section<Map<String, TokenConfig>> AUTH_MAP = Shape.Section.of(values -> values.get(TOKENS), TOKENS);

    // tls
    private static final Key<Path> CERT = Key.required("cert", new Shape.FilePath(), "PEM file of the certificate and those above it.");
    private static final Key<Path> PRIVATE_KEY = Key.required("key", new Shape.FilePath(), "PEM file of the certificate's private key.");
    private static final Shape.Section<AdminTlsConfig> TLS_MAP =
            Shape.Section.of(values -> new AdminTlsConfig(values.get(CERT), values.get(PRIVATE_KEY)), CERT, PRIVATE_KEY);

    private static final Key<Optional<Address.Inet>> BIND = Key.written(
            "bind",
            AdminConfig.DEFAULT_BIND.toString(),
            new Shape.OrWord<>("off", Optional.empty(), new Shape.AdminAddress()),
            "Where it listens; one that others reach needs tokens; `off`: it is not there.");
    private static final Key<List<String>> HOSTS = Key.optional(
            "hosts",
            new Shape.Several<>(new Shape.HostName(), 0),
            "Names under which it is reached, beside `localhost` and IP addresses.");
    private static final Key<Map<String, TokenConfig>> AUTH = Key.section("auth", AUTH_MAP, "Who may use it.");
    private static final Key<AdminTlsConfig> TLS = Key.optional("tls", TLS_MAP, "Serves HTTPS; left out: HTTP.");

    private static final Shape.Section<Optional<AdminConfig>> ADMIN_MAP = Shape.Section.of(AdminKeys::admin, BIND, HOSTS, AUTH, TLS);

    /** Empty: there is no admin server. */
    static final Key<Optional<AdminConfig>> ADMIN = Key.section(
            "admin",
            new Shape.OrWord<>("off", Optional.empty(), ADMIN_MAP),
            "The admin server, for REST and the browser; `off`: it is not there.");

    private AdminKeys() {}

    /** Puts another value in the place of {@code admin.bind}, or of all of {@code admin} where that has no place for it. */
    static void bind(Node.Mapping root, Node.Scalar bind, Findings findings) {
        Node.Entry admin = root.entries().get(ADMIN.name());
        if (admin != null && admin.value() instanceof Node.Mapping(_, var entries)) {
            Node.Entry written = entries.get(BIND.name());
            if (written != null && !(written.value() instanceof Node.Scalar(_, var text) && text.equals(bind.text()))) {
                findings.warning(Code.OVERRIDDEN, new Place(written.position(), "/admin/bind"),
                        "'--admin " + bind.text() + "' of the command line holds instead");
            }
            entries.put(BIND.name(), new Node.Entry(bind.position(), bind));
        } else if (admin == null || !(admin.value() instanceof Node.Broken)) {
            SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
            entries.put(BIND.name(), new Node.Entry(bind.position(), bind));
            root.entries().put(ADMIN.name(), new Node.Entry(bind.position(), new Node.Mapping(bind.position(), entries)));
        }
    }

    private static @Nullable Optional<AdminConfig> admin(Values values) {
        Map<String, TokenConfig> tokens = values.get(AUTH);
        Optional<AdminConfig> admin = values.get(BIND)
                .map(bind -> new AdminConfig(bind, values.find(HOSTS).orElse(List.of()), tokens, values.find(TLS)));
        reportTwins(values, tokens);
        if (!tokens.isEmpty() && tokens.values().stream().noneMatch(token -> token.role() == Role.ADMIN)) {
            values.warn(AUTH, Code.NO_ADMIN, "no token has the role admin: nobody can change the configuration over REST");
        }
        admin.filter(config -> !config.isLocal() && values.isSound()).ifPresent(open -> reportExposure(values, open));
        return values.isSound() ? admin : null;
    }

    private static @Nullable TokenConfig token(Values values) {
        Secret token = values.get(TOKEN);
        if (!token.value().chars().allMatch(c -> c > ' ' && c < 127)) {
            values.error(TOKEN, Code.INVALID_TOKEN,
                    "a request cannot carry this token: write letters, digits and signs of ASCII, no spaces");
            return null;
        }
        if (token.value().length() < SHORTEST_TOKEN) {
            values.warn(TOKEN, Code.WEAK_TOKEN, "a token of less than %d characters can be guessed: 'openssl rand -hex 24' makes a good one"
                    .formatted(SHORTEST_TOKEN));
        }
        return new TokenConfig(values.id(), token, values.get(ROLE));
    }

    /** Of two equal tokens nobody could say whose request it is. */
    private static void reportTwins(Values values, Map<String, TokenConfig> tokens) {
        Set<Secret> seen = new HashSet<>();
        for (TokenConfig token : tokens.values()) {
            if (!seen.add(token.token())) {
                values.error(AUTH, Code.INVALID_TOKEN,
                        "the token of " + Quoted.of(token.id()) + " is also another one's: give each its own");
            }
        }
    }

    private static void reportExposure(Values values, AdminConfig open) {
        if (open.tokens().isEmpty()) {
            String message = open.bind() + " can be reached from elsewhere and needs tokens: add admin.auth.tokens, or listen on 127.0.0.1";
            values.error(BIND, Code.ADMIN_WITHOUT_AUTH, message);
        } else if (open.tls().isEmpty()) {
            String message = open.bind() + " can be reached from elsewhere, and tokens go there unencrypted: add admin.tls";
            values.warn(BIND, Code.ADMIN_WITHOUT_TLS, message);
        }
    }
}
