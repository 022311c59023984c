package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.runtime.Running;
import io.awe4lb.kernel.store.Revision;
import io.awe4lb.kernel.store.Revisions;
import io.javalin.http.Context;
import java.util.List;

/** {@code /config/revisions}: the history, and the way back. */
final class RevisionResource {

    private static final String PATH = "/api/v1/config/revisions";

    private final Running running;
    private final Configuration configuration;

    RevisionResource(Running running, Configuration configuration) {
        this.running = running;
        this.configuration = configuration;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, this::list),
                Route.get(PATH + "/{revision}", Access.VIEWER, this::one),
                Route.post(PATH + "/{revision}/restore", Access.ADMIN, this::restore).query("comment", "dryRun"));
    }

    private void list(Context context) {
        var list = Json.array();
        running.data().revisions().list().forEach(revision -> list.add(view(revision)));
        Answers.json(context, list);
    }

    private void one(Context context) {
        Revision revision = revision(context);
        String text = Document.hidden(revision.text(), configuration.masking());
        if (Answers.form(context) == Answers.Form.YAML) {
            Answers.yaml(context, text);
        } else {
            Answers.json(context, view(revision).put("text", text));
        }
        Document.tag(revision).send(context);
    }

    /** An edit like any other one, to a text that was in force before: so the condition is checked where nobody else changes anything. */
    private void restore(Context context) {
        Condition condition = Condition.ofChange(context);
        Revision revision = revision(context);
        Configuration.Written written = configuration.restore(context, revision, condition);
        written.document().tag().send(context);
        Answers.json(context, written.answer());
    }

    private Revision revision(Context context) {
        long number = Parameters.number("the number of a revision", context.pathParam("revision"), 1, Long.MAX_VALUE);
        return running.data().revisions().find(number).orElseThrow(() -> ProblemCode.NOT_FOUND.problem(why(number)).exception());
    }

    private String why(long number) {
        return running.data().revisions().damaged(number)
                .map(place -> "revision %d cannot be read: %s is damaged; take another one".formatted(number, place))
                .orElseGet(() -> "there is no revision %d: the last %d are kept".formatted(number, Revisions.KEPT));
    }

    private ObjectNode view(Revision revision) {
        return Json.object().put("revision", revision.number()).put("time", revision.time().toString()).put("who", revision.who())
                .put("comment", revision.comment()).put("source", revision.source().word())
                .put("current", revision.number() == running.config().current().revision().number());
    }
}
