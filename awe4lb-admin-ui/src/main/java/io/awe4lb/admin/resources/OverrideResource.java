package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.Problem;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.admin.security.Caller;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.runtime.AdminRequest;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.NoSuchBackendException;
import io.awe4lb.spi.BackendSpec;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/** What is said of a backend at run time: its weight and its admin state. */
final class OverrideResource {

    private static final String ADMIN_STATE = BackendResource.ONE + "/admin-state";

    private final Balancer balancer;
    private final Body body;
    private final Departure departure;
    /** Between looking at the version and changing it, nobody else does. */
    private final ReentrantLock turn = new ReentrantLock();

    OverrideResource(Balancer balancer, Body body, Departure departure) {
        this.balancer = balancer;
        this.body = body;
        this.departure = departure;
    }

    List<Route> routes() {
        return List.of(
                Route.patch(BackendResource.ONE, Access.OPERATOR, this::weigh).query("dryRun"),
                Route.get(ADMIN_STATE, Access.VIEWER, this::show),
                Route.put(ADMIN_STATE, Access.OPERATOR, this::administer).query("dryRun"));
    }

    private interface Change {

        PoolBackend make() throws NoSuchBackendException, ChangeException;
    }

    private PoolBackend change(Context context, Change change) {
        try {
            return change.make();
        } catch (NoSuchBackendException _) { // gone since we looked
            throw Absence.ofBackend(balancer, context.pathParam("pool"), context.pathParam("backend"));
        } catch (ChangeException refusal) {
            throw ProblemCode.CHANGE_REFUSED.problem(refusal.getMessage()).exception();
        }
    }

    private void weigh(Context context) {
        Condition condition = Condition.ofChange(context);
        OptionalInt weight = weight(body.anyObject(context, Body.Type.MERGE_PATCH, "weight"));
        String pool = context.pathParam("pool");
        PoolBackend backend;
        turn.lock();
        try {
            PoolBackend before = BackendResource.backend(balancer, context);
            condition.require(Optional.of(BackendView.tag(before)));
            backend = Parameters.dryRun(context) ? before
                    : change(context, () -> balancer.weight(pool, before.id(), weight, Caller.of(context).name()));
        } finally {
            turn.unlock();
        }
        BackendView.tag(backend).send(context);
        Answers.json(context, BackendView.of(backend));
    }

    private static OptionalInt weight(ObjectNode patch) {
        List<Problem.Place> others = Body.unknown(patch, "only weight can be changed so", "weight");
        if (!others.isEmpty()) {
            throw ProblemCode.INVALID_BODY
                    .problem("only weight can be changed so, for as long as the backend is there; PUT changes what is configured of it")
                    .at(others).exception();
        }
        JsonNode weight = patch.path("weight");
        if (weight.isNull()) {
            return OptionalInt.empty();
        }
        if (!weight.isInt() || weight.intValue() < 0 || weight.intValue() > BackendSpec.MAX_WEIGHT) {
            throw invalid("/weight", "a number from 0 to %d, or null for the configured one".formatted(BackendSpec.MAX_WEIGHT));
        }
        return OptionalInt.of(weight.intValue());
    }

    private void show(Context context) {
        answer(context, BackendResource.backend(balancer, context));
    }

    private void administer(Context context) throws InterruptedException {
        Condition condition = Condition.ofChange(context);
        AdminRequest request = AdminRequests.of(body.anyObject(context, Body.Type.JSON, AdminRequests.KEYS), Caller.of(context).name());
        Optional<Duration> patience = Departure.patience(context);
        boolean dryRun = Parameters.dryRun(context);
        String pool = context.pathParam("pool");
        PoolBackend backend;
        turn.lock();
        try {
            PoolBackend before = BackendResource.backend(balancer, context);
            condition.require(Optional.of(BackendView.tag(before.adminStatus())));
            backend = dryRun ? before : change(context, () -> balancer.adminState(pool, before.id(), request));
        } finally {
            turn.unlock();
        }
        if (patience.isPresent() && !dryRun) {
            departure.await(backend, patience.get());
            context.header("Preference-Applied", "wait=" + patience.get().toSeconds());
        }
        answer(context, backend);
    }

    private static void answer(Context context, PoolBackend backend) {
        ObjectNode view = BackendView.of(backend.adminStatus());
        BackendView.tag(backend.adminStatus()).send(context);
        Answers.json(context, view.put("active", backend.activeConnections()));
    }

    static RuntimeException invalid(String pointer, String what) {
        return ProblemCode.INVALID_BODY.problem("%s is %s".formatted(pointer.substring(1), what))
                .at(List.of(Problem.Place.error(pointer, "invalid-value", what))).exception();
    }
}
