package io.awe4lb.plugins.health.postgres;

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

/** Makes {@link PostgresCheck}. */
public final class PostgresCheckProvider implements HealthCheckProvider {

    /** What a server has to be. */
    enum Role {
        ANY, PRIMARY, REPLICA
    }

    static final Option<Role> ROLE =
            Option.choice("role", Role.ANY, "What the server has to be; anything but `any` needs `user`.");
    static final Option<String> USER = Option.optional("user", new TextType(),
            "Who logs in, to ask for the role; left out, the check passes once the server takes clients.");
    static final Option<Secret> PASSWORD = Option.optional("password", new SecretType(), "Password of the user, if it has one.");
    static final Option<String> DATABASE = Option.text("database", "postgres", "Database that the user may connect to.");
    static final Option<Boolean> TLS = Option.flag("tls", false, "Whether the server is asked over TLS.");

    @Override
    public String type() {
        return "postgres";
    }

    @Override
    public String description() {
        return "A backend is up when it is a PostgreSQL server that takes clients and has the wanted role.";
    }

    @Override
    public List<Option<?>> options() {
        return Stream.concat(Stream.of(ROLE, USER, PASSWORD, DATABASE, TLS), Tls.OPTIONS.stream()).toList();
    }

    @Override
    public HealthCheck create(Options options) {
        Role role = options.get(ROLE);
        Optional<String> user = options.find(USER);
        if (role != Role.ANY && user.isEmpty()) {
            throw new IllegalArgumentException("'role' needs 'user': a server tells its role only to who has logged in");
        }
        if (user.isEmpty() && options.find(PASSWORD).isPresent()) {
            throw new IllegalArgumentException("'password' needs 'user': set that too, or leave both out");
        }
        user.ifPresent(name -> requireNoNul(name + options.get(DATABASE)));
        if (!options.get(TLS)) {
            Tls.refuseUnused(options, "tls: true");
        }
        Optional<Tls> tls = options.get(TLS) ? Optional.of(Tls.of(options)) : Optional.empty();
        var login = user.map(name -> new Login(name, options.find(PASSWORD), options.get(DATABASE)));
        return new PostgresCheck(role, login, tls);
    }

    private static void requireNoNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("neither 'user' nor 'database' may have the character \\0");
        }
    }
}
