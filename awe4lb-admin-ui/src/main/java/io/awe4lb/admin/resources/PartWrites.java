package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.ETag;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Pointer;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.config.ConfigEdit;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes to one listener or one pool, which are edits of its part of the configuration.
 *
 * @param configuration that is edited
 * @param body how bodies are taken
 * @param section key of the configuration
 * @param kind what one is called; name of the path's parameter
 */
record PartWrites(Configuration configuration, Body body, String section, String kind) {

    /** Reads, and these writes. */
    List<Route> routes(Handler list, Handler show) {
        String all = "/api/v1/" + section;
        String one = all + "/{" + kind + "}";
        return List.of(
                Route.get(all, Access.VIEWER, list),
                Route.get(one, Access.VIEWER, show),
                Route.put(one, Access.ADMIN, this::put).query("comment", "dryRun"),
                Route.patch(one, Access.ADMIN, this::patch).query("comment", "dryRun"),
                Route.delete(one, Access.ADMIN, this::delete).query("comment", "dryRun"));
    }

    /** Its state, if it is written. */
    Optional<ETag> tag(Document document, String id) {
        return document.has(section, id) ? Optional.of(ETag.of(document.part(section, id))) : Optional.empty();
    }

    void put(Context context) {
        String id = context.pathParam(kind);
        Condition condition = Condition.ofPut(context);
        body.type(context, Body.Type.JSON);
        JsonNode part = object(body.json(context));
        Configuration.Written written = configuration.write(context, current -> {
            condition.require(tag(current, id));
            return ConfigEdit.put(current.revision().text(), Pointer.of(section, id), part);
        }, false);
        answer(context, id, written, condition.match().isEmpty());
    }

    void patch(Context context) {
        String id = context.pathParam(kind);
        Condition condition = Condition.ofChange(context);
        body.type(context, Body.Type.MERGE_PATCH);
        JsonNode patch = object(body.json(context));
        ObjectNode whole = Json.object();
        whole.putObject(section).set(id, patch);
        Configuration.Written written = configuration.write(context, current -> {
            condition.require(existing(current, id));
            return ConfigEdit.merge(current.revision().text(), whole);
        }, false);
        answer(context, id, written, false);
    }

    void delete(Context context) {
        String id = context.pathParam(kind);
        Condition condition = Condition.ofChange(context);
        Configuration.Written written = configuration.write(context, current -> {
            condition.require(existing(current, id));
            return ConfigEdit.remove(current.revision().text(), Pointer.of(section, id));
        }, false);
        Answers.json(context, written.answer());
    }

    private Optional<ETag> existing(Document current, String id) {
        Optional<ETag> tag = tag(current, id);
        if (tag.isEmpty()) {
            throw Absence.of(kind, id, current.tree().path(section).propertyStream().map(Map.Entry::getKey).toList());
        }
        return tag;
    }

    static JsonNode object(JsonNode part) {
        if (part.isObject()) {
            return part;
        }
        throw ProblemCode.INVALID_BODY.problem("send a JSON object, as it stands in the configuration").exception();
    }

    private void answer(Context context, String id, Configuration.Written written, boolean created) {
        if (!written.dryRun()) {
            tag(written.document(), id).ifPresent(tag -> tag.send(context));
            if (created) {
                context.status(201).header("Location", context.path());
            }
        }
        Answers.json(context, written.answer());
    }
}
