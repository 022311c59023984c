package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.RouteConfig;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.wire.ClientHello;
import io.awe4lb.spi.Client;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the clients of a listener go. Immutable; any loop, allocates nothing. */
public final class Routes {

    private final List<Route> routes;
    private final @Nullable Pool others;
    private final boolean needHello;

    private record Route(RouteConfig config, Pool pool) {}

    private Routes(List<Route> routes, @Nullable Pool others) {
        this.routes = routes;
        this.others = others;
        this.needHello = routes.stream().anyMatch(route -> route.config().needsHello());
    }

    /** @param pools all of the configuration, by id */
    static Routes of(ListenerConfig config, Map<String, Pool> pools) {
        List<Route> routes = config.routes().stream().map(route -> new Route(route, pool(route.pool(), pools))).toList();
        return new Routes(routes, config.pool().map(id -> pool(id, pools)).orElse(null));
    }

    private static Pool pool(String id, Map<String, Pool> pools) {
        return Objects.requireNonNull(pools.get(id), id);
    }

    /**
     * Whether the begin of TLS has to be read before it is known where a client goes.
     *
     * @return false if its address is enough
     */
    public boolean needHello() {
        return needHello;
    }

    /** Who serves those that no route is about. */
    Optional<Pool> others() {
        return Optional.ofNullable(others);
    }

    /**
     * Where a client goes: by the first route that matches, else where all others go.
     *
     * @param client with the name of the server that it asks for, if that is known
     * @param hello what else it says; {@link ClientHello#NONE} where nobody needs it
     * @return null if nobody serves it
     */
    public @Nullable Pool route(Client client, ClientHello hello) {
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            if (route.config().matches(client, hello.protocols())) {
                return route.pool();
            }
        }
        return others;
    }
}
