package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.config.Application;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.RouteConfig;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.spi.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the clients of a listener go. Immutable but for the counts of its routes; any loop, allocates nothing. */
public final class Routes {

    private final List<Route> routes;
    private final List<RouteConfig> configs;
    private final @Nullable Route others;
    private final boolean needHello;
    private final boolean needPeek;
    private final boolean needHost;
    private final boolean needPort;

    private Routes(List<Route> routes, @Nullable Route others) {
        this.routes = routes;
        this.configs = routes.stream().map(route -> route.config().orElseThrow()).toList();
        this.others = others;
        this.needHello = configs.stream().anyMatch(RouteConfig::needsHello);
        this.needPeek = configs.stream().anyMatch(RouteConfig::needsPeek);
        this.needHost = configs.stream().anyMatch(route -> !route.hosts().isEmpty());
        this.needPort = configs.stream().anyMatch(route -> !route.ports().isEmpty());
    }

    /**
     * @param pools all of the configuration, by id
     * @param loops number of event loops
     */
    static Routes of(ListenerConfig config, Map<String, Pool> pools, int loops) {
        List<Route> routes = new ArrayList<>();
        for (RouteConfig route : config.routes()) {
            routes.add(Route.of(routes.size() + 1, route, pool(route.pool(), pools), loops));
        }
        return new Routes(List.copyOf(routes), config.pool().map(id -> Route.ofOthers(pool(id, pools), loops)).orElse(null));
    }

    private static Pool pool(String id, Map<String, Pool> pools) {
        return Objects.requireNonNull(pools.get(id), id);
    }

    /** The same routes, of which those that stand where they stood before go on with their counts. */
    Routes after(Routes before) {
        List<Route> next = new ArrayList<>();
        for (Route route : routes) {
            next.add(next.size() < before.routes.size() ? route.after(before.routes.get(next.size())) : route);
        }
        return new Routes(List.copyOf(next), others == null || before.others == null ? others : others.after(before.others));
    }

    /**
     * Whether the begin of TLS has to be read before it is known where a client goes.
     *
     * @return false if its address is enough
     */
    public boolean needHello() {
        return needHello;
    }

    /**
     * Whether one has to look what a client speaks before it is known where it goes.
     *
     * @return false if nobody asks
     */
    public boolean needPeek() {
        return needPeek;
    }

    /**
     * Whether the first request of clients that speak HTTP has to be read.
     *
     * @return false if nobody asks for its host
     */
    public boolean needHost() {
        return needHost;
    }

    /**
     * Whether one has to know the port that clients have connected to.
     *
     * @return false if nobody asks
     */
    public boolean needPort() {
        return needPort;
    }

    /**
     * Every way there is.
     *
     * @return in the order in which they are tried, last that of all others, if there is one
     */
    public List<Route> all() {
        List<Route> all = new ArrayList<>(routes);
        Optional.ofNullable(others).ifPresent(all::add);
        return all;
    }

    /** Who serves those that no route is about. */
    Optional<Pool> others() {
        return Optional.ofNullable(others).map(Route::pool);
    }

    /**
     * Where a client goes: by the first route that matches, else where all others go. Whoever goes there says so ({@link Route#taken}).
     *
     * @param client with the name of the server that it asks for, if that is known
     * @param protocols that it offers (ALPN); empty where nobody needs to know
     * @param application that it speaks; null where nobody needs to know, or nobody does
     * @param port that it has connected to; 0 for a Unix socket
     * @return null if nobody serves it
     */
    public @Nullable Route route(Client client, List<String> protocols, @Nullable Application application, int port) {
        for (int i = 0; i < configs.size(); i++) {
            if (configs.get(i).matches(client, protocols, application, port)) {
                return routes.get(i);
            }
        }
        return others;
    }
}
