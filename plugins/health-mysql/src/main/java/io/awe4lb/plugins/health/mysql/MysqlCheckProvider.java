package io.awe4lb.plugins.health.mysql;

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

/** Makes {@link MysqlCheck}. */
public final class MysqlCheckProvider implements HealthCheckProvider {

    /** What a server has to be. */
    enum Role {
        ANY, PRIMARY, REPLICA
    }

    static final Option<Role> ROLE = Option.choice("role", Role.ANY,
            "What the server has to be: `primary` is not read-only, `replica` is; anything but `any` needs `user`.");
    static final Option<String> USER = Option.optional("user", new TextType(),
            "Who logs in, to ask for the role; left out, the check passes once the server takes clients.");
    static final Option<Secret> PASSWORD = Option.optional("password", new SecretType(), "Password of the user, if it has one.");
    static final Option<Boolean> FETCH_KEY = Option.flag("fetchKey", false,
            "Without TLS: whether the password may be encrypted with a key that the server sends, and that nobody vouches for.");
    static final Option<Boolean> TLS = Option.flag("tls", false, "Whether the server is asked over TLS.");

    @Override
    public String type() {
        return "mysql";
    }

    @Override
    public String description() {
        return "A backend is up when it is a MySQL or MariaDB server that takes clients and has the wanted role.";
    }

    @Override
    public List<Option<?>> options() {
        return Stream.concat(Stream.of(ROLE, USER, PASSWORD, FETCH_KEY, TLS), Tls.OPTIONS.stream()).toList();
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
        if (user.orElse("").indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'user' may not have the character \\0");
        }
        if (options.get(FETCH_KEY) && options.get(TLS)) {
            throw new IllegalArgumentException("'fetchKey' has no meaning beside 'tls: true': leave it out");
        }
        if (!options.get(TLS)) {
            Tls.refuseUnused(options, "tls: true");
        }
        Optional<Tls> tls = options.get(TLS) ? Optional.of(Tls.of(options)) : Optional.empty();
        var login = user.map(name -> new Login(name, options.find(PASSWORD), options.get(FETCH_KEY)));
        return new MysqlCheck(role, login, tls);
    }
}
