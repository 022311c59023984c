package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.admin.streams.EventStream;
import io.awe4lb.admin.streams.Streams;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.Events;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** {@code /events}: what happened, and what happens as it happens. */
final class EventResource {

    private static final int USUAL = 100;

    private final Events events;
    private final Streams streams;
    private final Supplier<ObjectNode> snapshot;

    /** @param snapshot all counters at one moment */
    EventResource(Events events, Streams streams, Supplier<ObjectNode> snapshot) {
        this.events = events;
        this.streams = streams;
        this.snapshot = snapshot;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/events", Access.VIEWER, this::list).query("since", "limit").query(EventFilter.PARAMETERS),
                Route.get("/api/v1/events/stream", Access.VIEWER, this::stream).query("since").query(EventFilter.PARAMETERS),
                Route.get("/api/v1/stream", Access.VIEWER, this::live).query("since"));
    }

    private void list(Context context) {
        long since = Parameters.number(context, "since", 0, Long.MAX_VALUE, -1);
        int limit = (int) Parameters.number(context, "limit", 1, Events.KEPT, USUAL);
        EventFilter filter = EventFilter.of(context);
        List<Event> wanted = (since < 0 ? events.latest(Events.KEPT) : events.since(since, Events.KEPT)).stream().filter(filter).toList();
        int surplus = Math.max(0, wanted.size() - limit);
        var list = Json.array();
        (since < 0 ? wanted.subList(surplus, wanted.size()) : wanted.subList(0, wanted.size() - surplus))
                .forEach(event -> list.add(view(event)));
        Answers.json(context, list);
    }

    private void live(Context context) throws InterruptedException, IOException {
        long since = since(context);
        streams.open(context,
                stream -> new EventStream(events, _ -> true, EventResource::view).with(snapshot).send(stream, since));
    }

    private static long since(Context context) {
        String last = context.header("Last-Event-ID");
        return last == null || last.isBlank() ? Parameters.number(context, "since", 0, Long.MAX_VALUE, -1)
                : Parameters.number("Last-Event-ID", last.strip(), 0, Long.MAX_VALUE);
    }

    private void stream(Context context) throws InterruptedException, IOException {
        long since = since(context);
        EventFilter filter = EventFilter.of(context);
        streams.open(context, stream -> new EventStream(events, filter, EventResource::view).send(stream, since));
    }

    private static ObjectNode view(Event event) {
        return Json.object().put("id", event.id()).put("time", event.time().toString()).put("type", event.type().word())
                .put("severity", event.severity().word()).put("listener", event.listener()).put("pool", event.pool())
                .put("backend", event.backend()).put("who", event.who()).put("message", event.message());
    }
}
