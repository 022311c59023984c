package io.awe4lb.kernel.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of a route. */
final class RouteKeys {

    private static final int LONGEST_PROTOCOL = 255;

    private static final Key<List<NamePattern>> SNI = Key.optional(
            "sni", new Shape.Several<>(new Shape.ServerNames(), 1),
            "Names that clients ask for: `api.example.com`, `*.example.com` for all below, `~` and a regular expression for the whole name.");
    private static final Key<List<String>> ALPN = Key.optional(
            "alpn", new Shape.Several<>(new Shape.Text(), 1), "Protocols of which clients offer one, for example `h2`.");
    private static final Key<List<Network>> SOURCE = Key.optional(
            "source", new Shape.Several<>(new Shape.NetworkAddress(), 1), "Networks that clients come from, for example `10.0.0.0/8`.");
    private static final Key<String> POOL = Key.required("pool", new Shape.PoolReference(), "The pool that serves them.");

    static final Key<List<RouteConfig>> ROUTES = Key.optional(
            "routes", new Shape.Several<>(Shape.Section.of(RouteKeys::route, SNI, ALPN, SOURCE, POOL).anyOf(SNI, ALPN, SOURCE), 1),
            "Which clients go to which pool: the first route holds of which everything that it says is true; `pool` takes the rest.");

    private RouteKeys() {}

    private static @Nullable RouteConfig route(Values values) {
        List<NamePattern> names = values.find(SNI).orElse(List.of());
        List<String> protocols = values.find(ALPN).orElse(List.of());
        List<Network> sources = values.find(SOURCE).orElse(List.of());
        if (values.isRefused(SNI) || values.isRefused(ALPN) || values.isRefused(SOURCE)) {
            return null;
        }
        if (protocols.stream().anyMatch(protocol -> protocol.length() > LONGEST_PROTOCOL || protocol.chars().anyMatch(c -> c > 0xFF))) {
            values.error(ALPN, Code.OUT_OF_RANGE, "a protocol of ALPN has 1 to 255 bytes, for example h2 or http/1.1");
            return null;
        }
        return new RouteConfig(names, protocols, sources, values.get(POOL));
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
