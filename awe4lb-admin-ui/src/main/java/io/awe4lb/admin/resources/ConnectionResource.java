package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.admin.security.Caller;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.ConnectionPage;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.PathInfo;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.ConnectionRecord.Tls;
import io.awe4lb.spi.EndReason;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /connections}: live connections, and closing them. */
final class ConnectionResource {

    private static final String PATH = "/api/v1/connections";
    private static final int MOST = 100_000;
    private static final int USUAL = 1_000;

    private final Balancer balancer;

    ConnectionResource(Balancer balancer) {
        this.balancer = balancer;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, this::list).query("listener", "pool", "backend", "source", "limit"),
                Route.delete(PATH, Access.OPERATOR, this::closeAll).query("listener", "pool", "backend", "source", "dryRun"),
                Route.get(PATH + "/{connection}", Access.VIEWER, this::one),
                Route.delete(PATH + "/{connection}", Access.OPERATOR, this::closeOne).query("dryRun"));
    }

    private void list(Context context) {
        Predicate<ConnectionInfo> filter = filter(context);
        long limit = Parameters.number(context, "limit", 1, MOST, USUAL);
        ConnectionPage page = balancer.connections(filter, (int) limit);
        requireKnown(context, page.total());
        ObjectNode answer = Json.object().put("total", page.total());
        var list = answer.putArray("connections");
        page.connections().stream().map(ConnectionResource::view).forEach(list::add);
        Answers.json(context, answer);
    }

    private void one(Context context) {
        long id = id(context);
        ConnectionInfo connection = balancer.connections(each -> each.id() == id, 1).connections().stream().findFirst()
                .orElseThrow(() -> notFound(id));
        Answers.json(context, view(connection));
    }

    private void closeOne(Context context) {
        long id = id(context);
        Predicate<ConnectionInfo> filter = connection -> connection.id() == id;
        if (close(context, filter, "connection " + id) == 0) {
            throw notFound(id);
        }
        context.status(204);
    }

    private void closeAll(Context context) {
        String filters = Stream.of("listener", "pool", "backend", "source")
                .flatMap(name -> Parameters.filter(context, name).map(value -> name + " " + value).stream())
                .collect(Collectors.joining(", "));
        if (filters.isEmpty()) {
            throw ProblemCode.FILTER_MISSING.problem("say which connections to close: listener, pool, backend or source").exception();
        }
        int closed = close(context, filter(context), "connections of " + filters);
        requireKnown(context, closed);
        Answers.json(context, Json.object().put("closed", closed).put("dryRun", Parameters.dryRun(context)));
    }

    private int close(Context context, Predicate<ConnectionInfo> filter, String what) {
        if (Parameters.dryRun(context)) {
            return (int) balancer.connections(filter, 0).total();
        }
        int closed = balancer.closeConnections(filter, EndReason.KILLED_BY_ADMIN);
        if (closed > 0) {
            balancer.events().publish(EventType.CONNECTIONS_CLOSED, Event.Severity.INFO, Subject.NONE, Caller.of(context).name(),
                    "closed %d: %s".formatted(closed, what));
        }
        return closed;
    }

    /** A name that is mistyped is not taken for one without connections. What was removed may have some that still drain. */
    private void requireKnown(Context context, long found) {
        if (found == 0) {
            requireKnown(context, "listener", balancer.listeners().stream().map(Listener::id).toList());
            requireKnown(context, "pool", balancer.pools().stream().map(Pool::id).toList());
        }
    }

    private static void requireKnown(Context context, String name, List<String> known) {
        Parameters.filter(context, name).filter(id -> !known.contains(id)).ifPresent(id -> {
            throw Absence.of(name, id, known);
        });
    }

    private static Predicate<ConnectionInfo> filter(Context context) {
        Optional<String> listener = Parameters.filter(context, "listener");
        Optional<String> pool = Parameters.filter(context, "pool");
        Optional<String> backend = Parameters.filter(context, "backend");
        Optional<Network> source = Parameters.filter(context, "source").map(Network::parse);
        return connection -> listener.map(connection.listener()::equals).orElse(true) && pool.map(connection.pool()::equals).orElse(true)
                && backend.map(connection.backend()::equals).orElse(true)
                && source.map(network -> network.contains(connection.source()) || network.contains(connection.client())).orElse(true);
    }

    private static long id(Context context) {
        return Parameters.number("the id of a connection", context.pathParam("connection"), 0, Long.MAX_VALUE);
    }

    private static RuntimeException notFound(long id) {
        return ProblemCode.NOT_FOUND.problem("there is no connection %d: it may have ended".formatted(id)).exception();
    }

    private static ObjectNode view(ConnectionInfo connection) {
        ObjectNode view = Json.object().put("id", connection.id()).put("protocol", connection.protocol().word())
                .put("source", connection.source()).put("client", connection.client()).put("listener", connection.listener())
                .put("pool", connection.pool()).put("backend", connection.backend()).put("phase", connection.phase())
                .put("ageMs", connection.age().toMillis()).put("bytesIn", connection.bytesIn()).put("bytesOut", connection.bytesOut());
        connection.tls().ifPresent(tls -> view.set("tls", view(tls)));
        connection.destination().ifPresent(destination -> view.put("destination", destination));
        if (!connection.uniqueId().isEmpty()) {
            view.put("uniqueId", connection.uniqueId());
        }
        connection.clientPath().ifPresent(path -> view.set("clientPath", view(path)));
        connection.backendPath().ifPresent(path -> view.set("backendPath", view(path)));
        return view;
    }

    private static ObjectNode view(Tls tls) {
        ObjectNode view = Json.object();
        tls.version().ifPresent(version -> view.put("version", version));
        tls.cipher().ifPresent(cipher -> view.put("cipher", cipher));
        tls.sni().ifPresent(sni -> view.put("sni", sni));
        tls.alpn().ifPresent(alpn -> view.put("alpn", alpn));
        tls.clientSubject().ifPresent(subject -> view.put("clientSubject", subject));
        return view;
    }

    private static ObjectNode view(PathInfo path) {
        return Json.object().put("rttMs", millis(path.rtt())).put("rttVariationMs", millis(path.rttVariation()))
                .put("retransmits", path.retransmits()).put("unacknowledged", path.unacknowledged())
                .put("congestionWindow", path.congestionWindow()).put("unsent", path.unsent()).put("deliveryRate", path.deliveryRate());
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
