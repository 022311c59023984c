package io.awe4lb.plugins.http;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What every request to a server carries, and the options that say it. */
public final class Headers {

    /** Any. */
    public static final Option<Map<String, Secret>> HEADERS = Option.of("headers", new OptionType.MapType<>(new OptionType.SecretType()),
            Map.of(), "What each request carries; never shown.");
    /** A user and a password. */
    public static final Option<Map<String, Secret>> BASIC = Option.of("basic",
            new OptionType.MapType<>(new OptionType.SecretType(), List.of("user", "password")), Map.of(),
            "Basic authentication: `{user: …, password: …}`; never shown.");
    /** A token. */
    public static final Option<Secret> BEARER =
            Option.optional("bearer", new OptionType.SecretType(), "The token of bearer authentication; never shown.");
    /** All of them. */
    public static final List<Option<?>> OPTIONS = List.of(HEADERS, BASIC, BEARER);

    private static final String AUTHORIZATION = "Authorization";
    /** Which the client sets itself. */
    private static final Set<String> RESERVED =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "if-none-match", "transfer-encoding");

    private Headers() {}

    /**
     * What the options say.
     *
     * @param options with values of {@link #OPTIONS}
     * @return by name
     * @throws IllegalArgumentException with a sentence, if they do not fit together
     */
    public static Map<String, String> of(Options options) {
        var headers = new LinkedHashMap<String, String>();
        options.get(HEADERS).forEach((name, value) -> headers.put(requireName(name), requireValue("headers: " + name, value)));
        Optional<String> authorization = authorization(options);
        if (authorization.isPresent() && headers.keySet().stream().anyMatch(AUTHORIZATION::equalsIgnoreCase)) {
            throw new IllegalArgumentException("headers: Authorization is set by basic or bearer: leave one of them out");
        }
        authorization.ifPresent(value -> headers.put(AUTHORIZATION, value));
        return headers;
    }

    private static Optional<String> authorization(Options options) {
        Map<String, Secret> basic = options.get(BASIC);
        Optional<Secret> bearer = options.find(BEARER);
        if (!basic.isEmpty() && bearer.isPresent()) {
            throw new IllegalArgumentException("basic and bearer do not go together: leave one of them out");
        }
        if (bearer.isPresent()) {
            return Optional.of("Bearer " + requireValue("bearer", bearer.get()));
        }
        return basic.isEmpty() ? Optional.empty() : Optional.of(basic(basic));
    }

    private static String basic(Map<String, Secret> basic) {
        if (!basic.keySet().equals(Set.of("user", "password")) || basic.get("user").value().indexOf(':') >= 0) {
            throw new IllegalArgumentException("basic: write {user: NAME, password: …}, the name without a colon");
        }
        String pair = basic.get("user").value() + ":" + basic.get("password").value();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String requireName(String name) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new IllegalArgumentException("headers: '%s' is not the name of a header".formatted(name));
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("headers: %s is set by awe4lb itself: remove it".formatted(name));
        }
        return name;
    }

    /**
     * Lets pass what may stand in a header. The value is a secret, so it is not said.
     *
     * @param what the option, for the sentence
     * @param value of a header, or a part of one
     * @return the value
     * @throws IllegalArgumentException with a sentence, if it has a control character or one beyond ASCII
     */
    public static String requireValue(String what, Secret value) {
        if (value.value().chars().anyMatch(c -> c < ' ' && c != '\t' || c > '~')) {
            throw new IllegalArgumentException("%s: the value has characters that HTTP does not carry".formatted(what));
        }
        return value.value();
    }
}
