package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Route;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.runtime.Balancer;
import io.javalin.http.Context;
import java.util.List;

/** {@code /pools}: who serves, and their part of the configuration. */
final class PoolResource {

    private final Balancer balancer;
    private final Configuration configuration;
    private final PartWrites writes;

    PoolResource(Balancer balancer, Configuration configuration, Body body) {
        this.balancer = balancer;
        this.configuration = configuration;
        this.writes = new PartWrites(configuration, body, "pools", "pool");
    }

    List<Route> routes() {
        return writes.routes(this::list, this::show);
    }

    /** The pool that a request names. */
    static Pool pool(Balancer balancer, Context context) {
        String id = context.pathParam("pool");
        return balancer.pool(id).orElseThrow(() -> Absence.ofPool(balancer, id));
    }

    private void list(Context context) {
        Document document = configuration.current();
        var list = Json.array();
        balancer.pools().forEach(pool -> list.add(view(pool, document)));
        Answers.json(context, list);
    }

    private void show(Context context) {
        Document document = configuration.current();
        Pool pool = pool(balancer, context);
        writes.tag(document, pool.id()).ifPresent(tag -> tag.send(context));
        Answers.json(context, view(pool, document));
    }

    private static ObjectNode view(Pool pool, Document document) {
        PoolConfig config = pool.config();
        List<PoolBackend> members = pool.members().all();
        ObjectNode view = Json.object().put("id", pool.id()).put("strategy", config.strategy().provider().type())
                .put("discovery", config.discovery().source().provider().type())
                .put("healthCheck", config.healthCheck().map(check -> check.check().provider().type()).orElse(""));
        pool.discoveryFailure().ifPresent(sentence -> view.put("discoveryFailure", sentence));
        view.put("panic", pool.isPanicking()).put("waiting", pool.line().length());
        view.set("config", document.shownPart("pools", pool.id()));
        var backends = view.putArray("backends");
        members.forEach(backend -> backends.add(BackendView.of(backend)));
        view.set("counters", CounterView.of(CounterView.sumOfBackends(members.stream().map(PoolBackend::stats).toList())));
        return view;
    }
}
