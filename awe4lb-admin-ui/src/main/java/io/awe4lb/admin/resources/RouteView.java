package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Json;
import io.awe4lb.kernel.config.RouteConfig;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.listener.Route;

/** The routes of a listener as documents. */
final class RouteView {

    private RouteView() {}

    /** With how many clients have gone each way; without any where the listener has no routes. */
    static ArrayNode of(Listener listener) {
        ArrayNode list = Json.array();
        if (!listener.config().routes().isEmpty()) {
            listener.routes().all().forEach(route -> list.add(of(route).put("connections", route.connections())));
        }
        return list;
    }

    static ObjectNode of(Route route) {
        return Json.object().put("route", route.name()).put("rule", route.config().map(RouteConfig::text).orElse(""))
                .put("pool", route.pool().id());
    }
}
