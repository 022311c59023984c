package io.awe4lb.admin;

import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Conditional;
import io.awe4lb.admin.http.Gate;
import io.awe4lb.admin.http.Problem;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.ProblemException;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.security.Guard;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What holds for every request: who may, which parameters there are, what is told of errors, what is written down. */
final class Manners {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");

    private final List<Route> routes;
    private final Guard guard;

    Manners(List<Route> routes, Guard guard) {
        this.routes = routes;
        this.guard = guard;
    }

    void teach(JavalinConfig config) {
        config.routes.before(this::receive);
        config.routes.beforeMatched(this::admit);
        config.routes.after(Manners::finish);
        config.routes.exception(ProblemException.class, (refused, context) -> Answers.problem(context, refused.problem()));
        config.routes.exception(HttpResponseException.class, (refused, context) -> Answers.problem(context, problem(refused, context)));
        config.routes.exception(InterruptedException.class, (_, context) -> stopping(context));
        config.routes.exception(Exception.class, (bug, context) -> bug(context, bug));
    }

    private void receive(Context context) {
        context.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'").header("Referrer-Policy", "no-referrer");
        if (!context.path().equals("/livez")) {
            guard.checkNames(context);
        }
    }

    private void admit(Context context) {
        guard.checkRole(context, context.routeRoles());
        Route route = route(context);
        if (Gate.isProbe(route.path())) {
            return; // probes add what no cache knows
        }
        for (Map.Entry<String, List<String>> parameter : context.queryParamMap().entrySet()) {
            checkParameter(route, parameter.getKey(), parameter.getValue());
        }
    }

    private Route route(Context context) {
        String verb = context.method().name().equals("HEAD") ? "GET" : context.method().name();
        String path = Objects.requireNonNull(context.endpoints().matchedHttpEndpoint()).path;
        return routes.stream().filter(route -> route.path().equals(path) && route.verb().name().equals(verb)).findFirst().orElseThrow();
    }

    private static void checkParameter(Route route, String name, List<String> values) {
        if (!route.query().contains(name)) {
            String near =
                    route.query().stream().filter(name::equalsIgnoreCase).findFirst().map(known -> ": did you mean '%s'?".formatted(known))
                            .orElse(route.query().isEmpty() ? ": there are none here"
                                    : ": there are " + String.join(", ", new TreeSet<>(route.query())));
            throw ProblemCode.BAD_PARAMETER.problem("there is no parameter '%s'%s".formatted(shortened(name), near)).exception();
        }
        if (values.size() > 1) {
            throw ProblemCode.BAD_PARAMETER.problem("the parameter '%s' is there more than once".formatted(name)).exception();
        }
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private static void finish(Context context) {
        Conditional.answer(context);
        Audit.write(context);
    }

    private Problem problem(HttpResponseException refused, Context context) {
        return switch (refused.getStatus()) {
            case 404 -> ProblemCode.NOT_FOUND
                    .problem("there is nothing at this path: '/openapi.yaml' describes what there is, 'awe4lb --help' the "
                            + "commands that use it");
            case 405 -> notAllowed(context);
            default ->
                    new Problem(refused.getStatus(), ProblemCode.BAD_REQUEST, "this is no request that is understood", List.of(), Map.of());
        };
    }

    private Problem notAllowed(Context context) {
        Set<String> allowed = new LinkedHashSet<>();
        String[] segments = context.path().split("/", -1);
        routes.stream().filter(route -> matches(route.path().split("/", -1), segments)).map(route -> route.verb().name())
                .forEach(allowed::add);
        if (allowed.contains("GET") && !context.path().endsWith("/stream")) {
            allowed.add("HEAD");
        }
        String list = String.join(", ", allowed);
        return ProblemCode.METHOD_NOT_ALLOWED.problem("this path has " + list).with("Allow", list);
    }

    private static boolean matches(String[] pattern, String[] path) {
        return pattern.length == path.length && IntStream.range(0, path.length)
                .allMatch(i -> pattern[i].startsWith("{") ? !path[i].isEmpty() : pattern[i].equals(path[i]));
    }

    private static void stopping(Context context) {
        Thread.currentThread().interrupt();
        Answers.problem(context, ProblemCode.STOPPING.problem("the process is stopping").with("Retry-After", "5"));
    }

    private static void bug(Context context, Exception bug) {
        LOG.error("{} {} failed by a bug", context.method(), context.path(), bug);
        Answers.problem(context, ProblemCode.INTERNAL_ERROR.problem("this is a bug: the log has more"));
    }
}
