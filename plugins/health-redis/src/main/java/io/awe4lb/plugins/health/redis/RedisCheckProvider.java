package io.awe4lb.plugins.health.redis;

import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.SecretType;
import io.awe4lb.spi.OptionType.TextType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes {@link RedisCheck}. */
public final class RedisCheckProvider implements HealthCheckProvider {

    /** What a server has to be. */
    enum Role {
        ANY, PRIMARY, REPLICA
    }

    static final Option<Role> ROLE = Option.choice(
            "role", Role.ANY, "What the server has to be; a `replica` has to be connected to its primary.");
    static final Option<String> USER = Option.optional("user", new TextType(), "User of the server; left out, its default one.");
    static final Option<Secret> PASSWORD = Option.optional("password", new SecretType(), "Password of the user.");
    static final Option<Boolean> TLS = Option.flag("tls", false, "Whether the server is asked over TLS.");

    @Override
    public String type() {
        return "redis";
    }

    @Override
    public String description() {
        return "A backend is up when it is a Redis or Valkey server that has loaded its data and has the wanted role.";
    }

    @Override
    public List<Option<?>> options() {
        return Stream.concat(Stream.of(ROLE, USER, PASSWORD, TLS), Tls.OPTIONS.stream()).toList();
    }

    @Override
    public HealthCheck create(Options options) {
        Optional<String> user = options.find(USER);
        Optional<Secret> password = options.find(PASSWORD);
        if (user.isPresent() && password.isEmpty()) {
            throw new IllegalArgumentException("'user' needs 'password': set that too, for example {file: PATH}");
        }
        if (!options.get(TLS)) {
            Tls.refuseUnused(options, "tls: true");
        }
        Optional<Tls> tls = options.get(TLS) ? Optional.of(Tls.of(options)) : Optional.empty();
        return new RedisCheck(options.get(ROLE), Command.auth(user, password), tls);
    }
}
