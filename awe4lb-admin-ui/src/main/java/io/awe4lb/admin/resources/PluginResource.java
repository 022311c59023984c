package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.plugin.PluginInfo;
import io.javalin.http.Context;
import java.util.List;

/** {@code /plugins}: what was loaded, and what was not. */
final class PluginResource {

    private final PluginHost plugins;

    PluginResource(PluginHost plugins) {
        this.plugins = plugins;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/plugins", Access.VIEWER, this::list));
    }

    private void list(Context context) {
        var list = Json.array();
        plugins.plugins().forEach(plugin -> list.add(view(plugin)));
        Answers.json(context, list);
    }

    private static ObjectNode view(PluginInfo plugin) {
        ObjectNode view = Json.object().put("id", plugin.id()).put("version", plugin.version()).put("description", plugin.description())
                .put("path", plugin.path().toString()).put("state", plugin.state().word()).put("code", plugin.reason().code())
                .put("reason", plugin.sentence()).put("since", plugin.since().toString());
        var types = view.putArray("types");
        plugin.types().forEach(types::add);
        return view;
    }
}
