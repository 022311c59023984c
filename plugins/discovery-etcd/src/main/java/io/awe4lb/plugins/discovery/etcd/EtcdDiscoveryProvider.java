package io.awe4lb.plugins.discovery.etcd;

import io.awe4lb.plugins.http.Endpoint;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes discoveries that read keys of etcd. */
public final class EtcdDiscoveryProvider implements DiscoveryProvider {

    static final Option<List<String>> ENDPOINTS = Option.of("endpoints", new OptionType.ListType<>(new OptionType.TextType()),
            List.of("http://127.0.0.1:2379"),
            "The members of the cluster, `http://…` or `https://…`; the next one is asked when one fails.");
    static final Option<String> PREFIX = Option.required("prefix", new OptionType.TextType(),
            "What the keys begin with; the value of each is a backend, as a line or in JSON.");
    static final Option<String> USERNAME =
            Option.optional("username", new OptionType.TextType(), "Who asks, where etcd wants to know it; goes with `password`.");
    static final Option<Secret> PASSWORD = Option.optional("password", new OptionType.SecretType(), "The user's password; never shown.");

    /** Of one member of several: longer than an election takes. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

    /** For the service loader. */
    public EtcdDiscoveryProvider() {}

    @Override
    public String type() {
        return "etcd";
    }

    @Override
    public String description() {
        return "The backends that stand under keys of etcd.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(ENDPOINTS, PREFIX, USERNAME, PASSWORD, Tls.OPTION);
    }

    @Override
    public Discovery create(Options options) {
        if (options.get(ENDPOINTS).isEmpty()) {
            throw new IllegalArgumentException("endpoints: there is none: write endpoints: [\"http://HOST:2379\", …]");
        }
        if (options.get(PREFIX).isEmpty()) {
            throw new IllegalArgumentException("prefix: it is empty, and would take every key: write prefix: /backends/web/");
        }
        Optional<User> user = user(options);
        List<Server> members = options.get(ENDPOINTS).stream().map(written -> Endpoint.of(ENDPOINTS.name(), written))
                .map(endpoint -> Server.at(endpoint, Tls.of(options, endpoint))).toList();
        return new EtcdDiscovery(new Session(new Cluster(members, LONGEST_ANSWER), user), new KeyRange(options.get(PREFIX)));
    }

    private static Optional<User> user(Options options) {
        if (options.find(USERNAME).isPresent() != options.find(PASSWORD).isPresent()) {
            throw new IllegalArgumentException("username and password go together: write both, or none");
        }
        return options.find(USERNAME).map(name -> new User(name, options.find(PASSWORD).orElseThrow()));
    }
}
