package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Route;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.javalin.http.Context;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.List;

/** {@code /listeners}: what listens, and its part of the configuration. */
final class ListenerResource {

    private final Balancer balancer;
    private final Configuration configuration;
    private final PartWrites writes;

    ListenerResource(Balancer balancer, Configuration configuration, Body body) {
        this.balancer = balancer;
        this.configuration = configuration;
        this.writes = new PartWrites(configuration, body, "listeners", "listener");
    }

    List<Route> routes() {
        return writes.routes(this::list, this::show);
    }

    private void list(Context context) {
        Document document = configuration.current();
        var list = Json.array();
        balancer.listeners().forEach(listener -> list.add(view(listener, document)));
        Answers.json(context, list);
    }

    /** The listener that a request names. */
    static Listener listener(Balancer balancer, Context context) {
        String id = context.pathParam("listener");
        return balancer.listeners().stream().filter(each -> each.id().equals(id)).findFirst()
                .orElseThrow(() -> Absence.of("listener", id, balancer.listeners().stream().map(Listener::id).toList()));
    }

    private void show(Context context) {
        Document document = configuration.current();
        Listener listener = listener(balancer, context);
        writes.tag(document, listener.id()).ifPresent(tag -> tag.send(context));
        Answers.json(context, view(listener, document));
    }

    private ObjectNode view(Listener listener, Document document) {
        List<SocketAddress> bound = balancer.addresses().getOrDefault(listener.id(), List.of());
        ObjectNode view =
                Json.object().put("id", listener.id()).put("protocol", listener.config().spoken().word()).put("state",
                        bound.isEmpty() ? "closed" : "listening");
        var addresses = view.putArray("addresses");
        bound.forEach(address -> addresses.add(BackendView.text(address)));
        listener.config().pool().ifPresent(pool -> view.put("pool", pool));
        view.set("config", document.shownPart("listeners", listener.id()));
        view.set("routes", RouteView.of(listener));
        view.set("counters", CounterView.of(listener.stats()));
        if (listener.config().protocol() == Protocol.UDP) {
            view.set("datagrams", CounterView.of(listener.datagrams()));
        }
        CounterView.dryRun(listener).ifPresent(counted -> view.set("dryRun", counted));
        listener.faults().at(Instant.now()).ifPresent(fault -> view.set("fault", FaultView.of(fault)));
        return view;
    }
}
