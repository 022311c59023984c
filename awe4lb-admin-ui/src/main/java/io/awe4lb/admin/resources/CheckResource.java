package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.admin.security.Caller;
import io.awe4lb.kernel.pool.CheckRun;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.Checking;
import io.awe4lb.spi.CheckResult;
import io.javalin.http.Context;
import java.util.List;

/** Says what the last checks of backends found, and has them checked without waiting for their interval. */
final class CheckResource {

    private final Balancer balancer;

    CheckResource(Balancer balancer) {
        this.balancer = balancer;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/pools/{pool}/check", Access.OPERATOR, this::pool),
                Route.post(BackendResource.ONE + "/check", Access.OPERATOR, this::backend),
                Route.get(BackendResource.ONE + "/checks", Access.VIEWER, this::last));
    }

    private void last(Context context) {
        var list = Json.array();
        BackendResource.backend(balancer, context).lastChecks().newestFirst().forEach(entry -> {
            ObjectNode view = list.addObject().put("time", entry.time().toString());
            put(view, entry.run());
        });
        Answers.json(context, list);
    }

    private void pool(Context context) throws InterruptedException {
        var pool = PoolResource.pool(balancer, context);
        var list = Json.array();
        try {
            balancer.checking().pool(pool, Caller.of(context).name()).forEach(checked -> list.add(view(checked)));
        } catch (ChangeException refusal) {
            throw ProblemCode.CHANGE_REFUSED.problem(refusal.getMessage()).exception();
        }
        Answers.json(context, list);
    }

    private void backend(Context context) throws InterruptedException {
        var pool = PoolResource.pool(balancer, context);
        PoolBackend backend = BackendResource.backend(balancer, context);
        try {
            Answers.json(context, view(balancer.checking().backend(pool, backend, Caller.of(context).name())));
        } catch (ChangeException refusal) {
            throw ProblemCode.CHANGE_REFUSED.problem(refusal.getMessage()).exception();
        }
    }

    private static ObjectNode view(Checking.Checked checked) {
        PoolBackend backend = checked.backend();
        ObjectNode view = Json.object().put("id", backend.id());
        checked.run().ifPresentOrElse(run -> put(view, run), () -> view.put("result", "running"));
        view.set("health", BackendView.of(backend.health()));
        return view.put("serves", backend.serves());
    }

    private static void put(ObjectNode view, CheckRun run) {
        view.put("result", run.word());
        if (run.result() instanceof CheckResult.Failed failed) {
            view.put("code", failed.code());
        }
        view.put("detail", run.result().detail()).put("ms", run.took().toMillis());
    }
}
