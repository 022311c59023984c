package io.awe4lb.admin.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.security.RouteRole;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is answered where.
 *
 * @param verb of HTTP
 * @param path with its parameters in braces
 * @param access who may
 * @param handler on the request's own virtual thread; may block
 * @param query parameters that it understands; others are refused
 */
public record Route(HandlerType verb, String path, Access access, Handler handler, Set<String> query) {

    /** Who may use a route. */
    public enum Access implements RouteRole {
        /** Anybody who reaches the address. */
        PUBLIC,
        /** Whoever may read; anybody where {@code metrics.public} is true. */
        SCRAPER,
        /** Whoever may read. */
        VIEWER,
        /** Whoever may also drain, weigh and close. */
        OPERATOR,
        /** Whoever may change everything. */
        ADMIN
    }

    /**
     * Answers GET.
     *
     * @param path of the route
     * @param access who may
     * @param handler what is done
     * @return the route
     */
    public static Route get(String path, Access access, Handler handler) {
        return new Route(HandlerType.GET, path, access, handler, Set.of());
    }

    /**
     * Answers PUT.
     *
     * @param path of the route
     * @param access who may
     * @param handler what is done
     * @return the route
     */
    public static Route put(String path, Access access, Handler handler) {
        return new Route(HandlerType.PUT, path, access, handler, Set.of());
    }

    /**
     * Answers PATCH.
     *
     * @param path of the route
     * @param access who may
     * @param handler what is done
     * @return the route
     */
    public static Route patch(String path, Access access, Handler handler) {
        return new Route(HandlerType.PATCH, path, access, handler, Set.of());
    }

    /**
     * Answers POST.
     *
     * @param path of the route
     * @param access who may
     * @param handler what is done
     * @return the route
     */
    public static Route post(String path, Access access, Handler handler) {
        return new Route(HandlerType.POST, path, access, handler, Set.of());
    }

    /**
     * Answers DELETE.
     *
     * @param path of the route
     * @param access who may
     * @param handler what is done
     * @return the route
     */
    public static Route delete(String path, Access access, Handler handler) {
        return new Route(HandlerType.DELETE, path, access, handler, Set.of());
    }

    /**
     * The same with more query parameters.
     *
     * @param names that it understands
     * @return a copy
     */
    public Route query(String... names) {
        return new Route(verb, path, access, handler,
                Stream.concat(query.stream(), Arrays.stream(names)).collect(Collectors.toUnmodifiableSet()));
    }
}
