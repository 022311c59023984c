package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.admin.streams.Streams;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.stats.BackendStats;
import io.awe4lb.kernel.stats.ListenerStats;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code /stats}: all counters at one moment, and each second. */
final class StatsResource {

    private static final Duration EACH = Duration.ofSeconds(1);

    private final Balancer balancer;
    private final Streams streams;

    StatsResource(Balancer balancer, Streams streams) {
        this.balancer = balancer;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/stats", Access.VIEWER, context -> Answers.json(context, snapshot())),
                Route.get("/api/v1/stats/stream", Access.VIEWER, this::stream));
    }

    private void stream(Context context) throws InterruptedException, IOException {
        streams.open(context, stream -> {
            while (stream.data(snapshot())) {
                stream.pause(EACH);
            }
        });
    }

    private ObjectNode snapshot() {
        ObjectNode snapshot = Json.object().put("time", Instant.now().toString());
        List<ListenerStats> all = new ArrayList<>();
        ArrayNode listeners = snapshot.putArray("listeners");
        for (Listener listener : balancer.listeners()) {
            ListenerStats stats = listener.stats(); // a sum over the loops, so it is made once
            all.add(stats);
            listeners.addObject().put("id", listener.id()).set("counters", CounterView.of(stats));
        }
        ArrayNode pools = snapshot.putArray("pools");
        balancer.pools().forEach(pool -> pools.add(view(pool)));
        ArrayNode loops = snapshot.putArray("loops");
        for (int i = 0; i < balancer.loops().size(); i++) {
            var counters = balancer.loops().get(i).counters();
            loops.addObject().put("index", i).put("acceptFailures", counters.acceptFailures()).put("acceptPauses", counters.acceptPauses());
        }
        snapshot.set("totals", CounterView.of(CounterView.sumOfListeners(all)));
        return snapshot;
    }

    private static ObjectNode view(Pool pool) {
        List<PoolBackend> members = pool.members().all();
        ObjectNode view = Json.object().put("id", pool.id());
        ObjectNode counters = view.putObject("counters");
        List<BackendStats> all = new ArrayList<>();
        ArrayNode backends = view.putArray("backends");
        for (PoolBackend backend : members) {
            BackendStats stats = backend.stats();
            all.add(stats);
            backends.addObject().put("id", backend.id()).put("adminState", backend.adminStatus().state().word())
                    .put("health", backend.health().status().word()).put("ejected", backend.isEjected()).put("serves", backend.serves())
                    .put("weight", backend.weight()).set("counters", CounterView.of(stats));
        }
        counters.setAll(CounterView.of(CounterView.sumOfBackends(all)));
        return view;
    }
}
