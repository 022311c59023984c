package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.runtime.Running;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether the process lives, is ready, and what it is; and the description of all this. */
final class ProcessResource {

    private static final String DESCRIPTION = "/io/awe4lb/admin/openapi.yaml";

    private final Running running;

    ProcessResource(Running running) {
        this.running = running;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/livez", Access.PUBLIC, context -> Answers.json(context, Json.object().put("live", true))),
                Route.get("/readyz", Access.PUBLIC, this::ready),
                Route.get("/openapi.yaml", Access.VIEWER, ProcessResource::description),
                Route.get("/api/v1/info", Access.VIEWER, this::info));
    }

    private void ready(Context context) {
        List<String> reasons = reasons();
        ObjectNode answer = Json.object().put("ready", reasons.isEmpty());
        var list = answer.putArray("reasons");
        reasons.forEach(list::add);
        if (context.queryParamMap().containsKey("verbose")) {
            answer.set("overload", CounterView.of(running.balancer().overload()));
        }
        context.status(reasons.isEmpty() ? 200 : 503);
        Answers.json(context, answer);
    }

    private List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        if (!running.balancer().isReady()) {
            reasons.add("the process is stopping");
        }
        var addresses = running.balancer().addresses();
        running.balancer().config().listeners().keySet().stream().filter(id -> addresses.getOrDefault(id, List.of()).isEmpty())
                .forEach(id -> reasons.add("listener %s is not bound".formatted(id)));
        return reasons;
    }

    private static void description(Context context) {
        try (InputStream description = ProcessResource.class.getResourceAsStream(DESCRIPTION)) {
            if (description == null) {
                throw new IllegalStateException("the module lacks " + DESCRIPTION);
            }
            Answers.yaml(context, new String(description.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void info(Context context) {
        Answers.json(context, Json.object()
                .put("version", running.version())
                .put("node", node())
                .put("pid", ProcessHandle.current().pid())
                .put("started", running.started().toString())
                .put("uptimeSeconds", Math.max(0, Duration.between(running.started(), Instant.now()).toSeconds()))
                .put("revision", running.config().current().revision().number())
                .put("transport", running.balancer().transport())
                .put("loops", running.balancer().loops().size())
                .put("java", Runtime.version().toString())
                .put("ready", reasons().isEmpty()));
    }

    private static String node() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) { // a machine whose own name nobody knows
            return System.getenv().getOrDefault("HOSTNAME", "localhost");
        }
    }
}
