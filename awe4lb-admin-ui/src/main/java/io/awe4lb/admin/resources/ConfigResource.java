package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.config.ConfigEdit;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.ConfigSchema;
import io.awe4lb.kernel.config.InvalidTextException;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.runtime.Outcome;
import io.awe4lb.kernel.runtime.Running;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** {@code /config}: the configuration as a whole. */
final class ConfigResource {

    private static final String PATH = "/api/v1/config";

    private final Running running;
    private final Configuration configuration;
    private final Body body;

    ConfigResource(Running running, Configuration configuration, Body body) {
        this.running = running;
        this.configuration = configuration;
        this.body = body;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, this::show).query("view"),
                Route.put(PATH, Access.ADMIN, this::replace).query("comment", "dryRun"),
                Route.patch(PATH, Access.ADMIN, this::patch).query("comment", "dryRun"),
                Route.post(PATH + "/validate", Access.ADMIN, this::validate),
                Route.post(PATH + "/diff", Access.ADMIN, this::diff),
                Route.get(PATH + "/schema", Access.VIEWER, this::schema));
    }

    private void show(Context context) {
        Document document = configuration.current();
        Answers.Form form = Answers.form(context);
        String view = Optional.ofNullable(context.queryParam("view")).orElse("submitted");
        switch (view) {
            case "submitted" -> submitted(context, document, form);
            case "effective", "origins" -> {
                if (form == Answers.Form.YAML) {
                    throw ProblemCode.NOT_ACCEPTABLE.problem("the view '%s' is JSON".formatted(view)).exception();
                }
                ObjectNode effective = new EffectiveView(running).of(document);
                Answers.json(context, view.equals("effective") ? effective
                        : OriginView.of(running.balancer(), document.revision().text(), effective));
            }
            default -> throw Parameters.bad("view is submitted, effective or origins, not " + Parameters.quoted(view));
        }
        document.tag().send(context);
    }

    private static void submitted(Context context, Document document, Answers.Form form) {
        if (form == Answers.Form.YAML) {
            Answers.yaml(context, document.shownText());
        } else {
            Answers.json(context, document.shown());
        }
    }

    private void replace(Context context) {
        Condition condition = Condition.ofChange(context);
        String text = text(context);
        answer(context, configuration.write(context, current -> {
            condition.require(Optional.of(current.tag()));
            return text;
        }, true));
    }

    private void patch(Context context) {
        Condition condition = Condition.ofChange(context);
        body.type(context, Body.Type.MERGE_PATCH);
        if (!(body.json(context) instanceof ObjectNode patch)) {
            throw ProblemCode.INVALID_BODY.problem("a merge patch of a configuration is a JSON object").exception();
        }
        answer(context, configuration.write(context, current -> {
            condition.require(Optional.of(current.tag()));
            return ConfigEdit.merge(current.revision().text(), patch);
        }, false));
    }

    private static void answer(Context context, Configuration.Written written) {
        written.document().tag().send(context);
        Answers.json(context, written.answer());
    }

    private void validate(Context context) {
        ConfigResult result = running.config().validate(restored(context));
        ObjectNode answer = Json.object().put("valid", result instanceof ConfigResult.Valid);
        var findings = answer.putArray("findings");
        Configuration.places(result.findings(), true).forEach(place -> findings.add(place.toJson()));
        Answers.json(context, answer);
    }

    private void diff(Context context) {
        Outcome outcome = running.config().diff(restored(context));
        Answers.json(context, configuration.written(outcome, true, true).answer());
    }

    private String restored(Context context) {
        String text = text(context);
        try {
            return configuration.masking().restore(text, configuration.current()::tree);
        } catch (InvalidTextException _) { // told with everything else that is wrong
            return text;
        }
    }

    private void schema(Context context) {
        context.contentType("application/json").result(ConfigSchema.text(running.providers()));
    }

    /** JSON is YAML, too; but whoever says JSON has to send JSON. */
    private String text(Context context) {
        Body.Type type = body.type(context, Body.Type.YAML, Body.Type.JSON);
        return type == Body.Type.JSON ? body.jsonText(context) : body.yaml(context);
    }
}
