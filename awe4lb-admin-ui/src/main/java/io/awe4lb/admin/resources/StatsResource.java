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
import io.awe4lb.kernel.stats.AcceptQueue;
import io.awe4lb.kernel.stats.BackendStats;
import io.awe4lb.kernel.stats.FileDescriptors;
import io.awe4lb.kernel.stats.ListenerStats;
import io.awe4lb.kernel.stats.LoopStats;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /stats}: all counters at one moment, and each second. */
final class StatsResource {

    private static final Duration EACH = Duration.ofSeconds(1);

    private final Balancer balancer;
    private final Streams streams;
    private final Sampled sampled;

    StatsResource(Balancer balancer, Streams streams, Sampled sampled) {
        this.balancer = balancer;
        this.streams = streams;
        this.sampled = sampled;
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

    /** All counters now. */
    ObjectNode snapshot() {
        ObjectNode snapshot = Json.object().put("time", Instant.now().toString());
        List<ListenerStats> all = new ArrayList<>();
        Map<String, AcceptQueue> queues = balancer.acceptQueues();
        ArrayNode listeners = snapshot.putArray("listeners");
        for (Listener listener : balancer.listeners()) {
            ListenerStats stats = listener.stats(); // a sum over the loops, so it is made once
            all.add(stats);
            ObjectNode view = listeners.addObject().put("id", listener.id());
            view.set("counters", CounterView.of(stats));
            view.set("rates", rates(Subject.listener(listener.id())));
            view.set("connect", connect(Subject.listener(listener.id())));
            view.set("routes", RouteView.of(listener));
            Optional.ofNullable(queues.get(listener.id())).ifPresent(queue -> view.set("acceptQueue", view(queue)));
            CounterView.dryRun(listener).ifPresent(counted -> view.set("dryRun", counted));
            if (listener.config().protocol() == Protocol.UDP) {
                view.set("datagrams", CounterView.of(listener.datagrams()));
            }
        }
        ArrayNode pools = snapshot.putArray("pools");
        balancer.pools().forEach(pool -> pools.add(view(pool)));
        ArrayNode loops = snapshot.putArray("loops");
        for (int i = 0; i < balancer.loops().size(); i++) {
            loops.add(view(i, balancer.loops().get(i).stats()));
        }
        snapshot.set("overload", CounterView.of(balancer.overload()));
        FileDescriptors.now().ifPresent(
                descriptors -> snapshot.putObject("fileDescriptors").put("open", descriptors.open()).put("limit", descriptors.limit()));
        ArrayNode accessLogs = snapshot.putArray("accessLogs");
        balancer.accessLogs().forEach(log -> accessLogs.addObject().put("target", log.target()).put("written", log.written())
                .put("dropped", log.dropped()));
        snapshot.set("totals", CounterView.of(CounterView.sumOfListeners(all)));
        snapshot.set("rates", rates(Subject.NONE));
        snapshot.set("connect", connect(Subject.NONE));
        return snapshot;
    }

    private static ObjectNode view(AcceptQueue queue) {
        return Json.object().put("waiting", queue.waiting()).put("limit", queue.limit()).put("dropped", queue.dropped());
    }

    private static ObjectNode view(int index, LoopStats loop) {
        return Json.object().put("index", index).put("connections", loop.connections()).put("acceptFailures", loop.acceptFailures())
                .put("acceptPauses", loop.acceptPauses()).put("rounds", loop.rounds()).put("busyMs", loop.busy().toNanos() / 1e6)
                .put("busyRatio", loop.busyRatio()).put("longestRoundMs", loop.longestRound().toNanos() / 1e6);
    }

    private ObjectNode rates(Subject subject) {
        return RateView.of(sampled.rates().now(subject));
    }

    private ObjectNode connect(Subject subject) {
        return RateView.of(sampled.latencies().now(subject));
    }

    private ObjectNode view(Pool pool) {
        List<PoolBackend> members = pool.members().all();
        ObjectNode view = Json.object().put("id", pool.id()).put("waiting", pool.line().length());
        ObjectNode counters = view.putObject("counters");
        List<BackendStats> all = new ArrayList<>();
        ArrayNode backends = view.putArray("backends");
        for (PoolBackend backend : members) {
            BackendStats stats = backend.stats();
            all.add(stats);
            ObjectNode one = backends.addObject().put("id", backend.id()).put("adminState", backend.adminStatus().state().word())
                    .put("health", backend.health().status().word()).put("ejected", backend.isEjected()).put("serves", backend.serves())
                    .put("weight", backend.wantedWeight());
            one.set("counters", CounterView.of(stats));
            one.set("rates", rates(Subject.backend(pool.id(), backend.id())));
            one.set("connect", connect(Subject.backend(pool.id(), backend.id())));
        }
        counters.setAll(CounterView.of(CounterView.sumOfBackends(all)));
        view.set("rates", rates(Subject.pool(pool.id())));
        view.set("connect", connect(Subject.pool(pool.id())));
        return view;
    }
}
