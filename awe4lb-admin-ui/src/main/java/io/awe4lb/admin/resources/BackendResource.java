package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.ETag;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.runtime.Balancer;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** {@code /pools/{pool}/backends}: a pool's backends, and their entries in the configuration. */
final class BackendResource {

    static final String PATH = "/api/v1/pools/{pool}/backends";
    static final String ONE = PATH + "/{backend}";

    private final Balancer balancer;
    private final Configuration configuration;
    private final Body body;

    BackendResource(Balancer balancer, Configuration configuration, Body body) {
        this.balancer = balancer;
        this.configuration = configuration;
        this.body = body;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, this::list),
                Route.get(ONE, Access.VIEWER, this::show),
                Route.put(ONE, Access.ADMIN, this::put).query("comment", "dryRun"),
                Route.delete(ONE, Access.ADMIN, this::delete).query("comment", "dryRun"));
    }

    /** The backend that a request names. */
    static PoolBackend backend(Balancer balancer, Context context) {
        String pool = PoolResource.pool(balancer, context).id();
        String id = context.pathParam("backend");
        return find(balancer, pool, id).orElseThrow(() -> Absence.ofBackend(balancer, pool, id));
    }

    private static Optional<PoolBackend> find(Balancer balancer, String pool, String id) {
        return balancer.pool(pool).flatMap(each -> each.members().all().stream().filter(backend -> backend.id().equals(id)).findFirst());
    }

    private void list(Context context) {
        var list = Json.array();
        PoolResource.pool(balancer, context).members().all().forEach(backend -> list.add(BackendView.of(backend)));
        Answers.json(context, list);
    }

    private void show(Context context) {
        PoolBackend backend = backend(balancer, context);
        BackendView.tag(backend).send(context);
        Answers.json(context, BackendView.of(backend));
    }

    private void put(Context context) {
        String pool = PoolResource.pool(balancer, context).id();
        String id = context.pathParam("backend");
        Condition condition = Condition.ofPut(context);
        body.type(context, Body.Type.JSON);
        ObjectNode entry = entry(id, PartWrites.object(body.json(context)));
        Configuration.Written written = configuration.write(context, current -> {
            condition.require(tag(pool, id));
            return BackendList.of(current, pool).put(id, entry);
        }, false);
        if (!written.dryRun()) {
            tag(pool, id).ifPresent(tag -> tag.send(context));
            if (condition.match().isEmpty()) {
                context.status(201).header("Location", context.path());
            }
        }
        Answers.json(context, written.answer());
    }

    private void delete(Context context) {
        String pool = PoolResource.pool(balancer, context).id();
        String id = context.pathParam("backend");
        Condition condition = Condition.ofChange(context);
        Configuration.Written written = configuration.write(context, current -> {
            BackendList list = BackendList.of(current, pool);
            Optional<ETag> tag = tag(pool, id);
            if (tag.isEmpty()) {
                throw Absence.ofBackend(balancer, pool, id);
            }
            condition.require(tag);
            return list.remove(id).orElseThrow(() -> Absence.ofBackend(balancer, pool, id));
        }, false);
        Answers.json(context, written.answer());
    }

    private Optional<ETag> tag(String pool, String id) {
        return find(balancer, pool, id).map(BackendView::tag);
    }

    /** The entry says by name or address what the path says. */
    private static ObjectNode entry(String id, JsonNode submitted) {
        ObjectNode entry = submitted.deepCopy();
        JsonNode name = entry.path("name");
        if (!name.isMissingNode() && !(name.isTextual() && name.textValue().equals(id))) {
            throw ProblemCode.INVALID_BODY.problem("name is %s, as in the path; leave it out".formatted(Parameters.quoted(id))).exception();
        }
        if (entry.path("address").isMissingNode()) {
            entry.put("address", id);
        } else if (name.isMissingNode() && !entry.path("address").asText().equals(id)) {
            entry.put("name", id);
        }
        return entry;
    }
}
