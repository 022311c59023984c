package io.awe4lb.kernel.config;

import io.awe4lb.spi.OptionType.ChoiceType;
import io.awe4lb.spi.OptionType.NumberType;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of a route. */
final class RouteKeys {

    private static final int LONGEST_PROTOCOL = 255;
    private static final int LAST_PORT = 65_535;

    private static final Key<List<NamePattern>> SNI = Key.optional(
            "sni", new Shape.Several<>(new Shape.ServerNames(), 1),
            "Names that clients ask for: `api.example.com`, `*.example.com` for all below, `~` and a regular expression for the whole name.");
    private static final Key<List<String>> ALPN = Key.optional(
            "alpn", new Shape.Several<>(new Shape.Text(), 1), "Protocols of which clients offer one, for example `h2`.");
    private static final Key<List<NamePattern>> HOST = Key.optional("host", new Shape.Several<>(new Shape.ServerNames(), 1),
            "Names of which the client's first request of HTTP in clear has one, written as those of `sni`.");
    private static final Key<List<Application>> APPLICATION = Key.optional("application",
            new Shape.Several<>(new Shape.Value<>(new ChoiceType<>(List.of(Application.values()))), 1),
            "What clients speak, by their first bytes; `silent`: they have said nothing for `timeouts.peek`, as with MySQL and SMTP, where the "
                    + "server speaks first.");
    private static final Key<List<Network>> SOURCE = Key.optional(
            "source", new Shape.Several<>(new Shape.NetworkAddress(), 1), "Networks that clients come from, for example `10.0.0.0/8`.");
    private static final Key<List<Integer>> PORT = Key.optional("port",
            new Shape.Several<>(new Shape.Value<>(new NumberType(1, LAST_PORT)), 1), "Ports of which clients have connected to one.");
    private static final Key<String> POOL = Key.required("pool", new Shape.PoolReference(), "The pool that serves them.");

    /** At least one of these says whom a route means. */
    private static final List<Key<?>> CONDITIONS = List.of(SNI, ALPN, HOST, APPLICATION, SOURCE, PORT);

    static final Key<List<RouteConfig>> ROUTES = Key.optional(
            "routes",
            new Shape.Several<>(Shape.Section.of(RouteKeys::route, SNI, ALPN, HOST, APPLICATION, SOURCE, PORT, POOL)
                    .anyOf(CONDITIONS.toArray(Key<?>[]::new)), 1),
            "Which clients go to which pool: the first route holds of which everything that it says is true; `pool` takes the rest.");

    private RouteKeys() {}

    private static @Nullable RouteConfig route(Values values) {
        if (CONDITIONS.stream().anyMatch(values::isRefused)) {
            return null;
        }
        List<String> protocols = values.find(ALPN).orElse(List.of());
        if (protocols.stream().anyMatch(protocol -> protocol.length() > LONGEST_PROTOCOL || protocol.chars().anyMatch(c -> c > 0xFF))) {
            values.error(ALPN, Code.OUT_OF_RANGE, "a protocol of ALPN has 1 to 255 bytes, for example h2 or http/1.1");
            return null;
        }
        List<Application> applications = values.find(APPLICATION).orElse(List.of());
        reportContradictions(values, applications);
        return new RouteConfig(values.find(SNI).orElse(List.of()), protocols, values.find(HOST).orElse(List.of()), applications,
                values.find(SOURCE).orElse(List.of()), values.find(PORT).orElse(List.of()), values.get(POOL));
    }

    /** Whoever speaks HTTP in clear offers nothing by TLS, and the other way round. */
    private static void reportContradictions(Values values, List<Application> applications) {
        boolean wantsTls = values.isWritten(SNI) || values.isWritten(ALPN);
        if (wantsTls && values.isWritten(HOST)) {
            values.error(HOST, Code.CONFLICTING_KEYS,
                    "nobody is meant: 'host' is of HTTP in clear, 'sni' and 'alpn' are of TLS; write two routes");
        } else if (values.isWritten(HOST) && !applications.isEmpty() && !applications.contains(Application.HTTP)) {
            values.error(APPLICATION, Code.CONFLICTING_KEYS, "nobody is meant: 'host' is of http");
        } else
            if (wantsTls && !applications.isEmpty()
                    && Stream.of(Application.TLS, Application.POSTGRES).noneMatch(applications::contains)) {
                        values.error(APPLICATION, Code.CONFLICTING_KEYS,
                                "nobody is meant: 'sni' and 'alpn' are of tls, or of postgres with TLS");
                    }
    }

    /** Says which routes nobody gets to, because one before takes all. */
    static void reportUnreachable(Values listener, List<RouteConfig> routes) {
        for (int later = 1; later < routes.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                if (routes.get(earlier).covers(routes.get(later))) {
                    listener.warnAt(ROUTES, later, Code.UNREACHABLE_ROUTE,
                            "nobody gets to this route, because routes/%d takes all of them: write the narrower one first"
                                    .formatted(earlier));
                    break;
                }
            }
        }
    }
}
