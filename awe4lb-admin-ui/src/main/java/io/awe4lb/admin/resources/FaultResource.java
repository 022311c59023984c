package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.ETag;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.admin.security.Caller;
import io.awe4lb.kernel.listener.Fault;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** {@code /listeners/{listener}/fault}: what somebody wants to be wrong with connections, to see what clients make of it. */
final class FaultResource {

    private static final String ONE = "/api/v1/listeners/{listener}/fault";

    private final Balancer balancer;
    private final Body body;
    /** Between looking at the version and changing it, nobody else does. */
    private final ReentrantLock turn = new ReentrantLock();

    FaultResource(Balancer balancer, Body body) {
        this.balancer = balancer;
        this.body = body;
    }

    List<Route> routes() {
        return List.of(
                Route.get(ONE, Access.VIEWER, context -> answer(context, now(ListenerResource.listener(balancer, context)))),
                Route.put(ONE, Access.ADMIN, this::begin).query("dryRun"),
                Route.delete(ONE, Access.ADMIN, this::end).query("dryRun"));
    }

    private static Optional<Fault> now(Listener listener) {
        return listener.faults().at(Instant.now());
    }

    private void begin(Context context) {
        Condition condition = Condition.ofChange(context);
        Listener listener = ListenerResource.listener(balancer, context);
        if (listener.config().protocol() == Protocol.UDP) {
            throw ProblemCode.CHANGE_REFUSED.problem("listener %s speaks UDP: faults are for connections of TCP".formatted(listener.id()))
                    .exception();
        }
        Fault wanted =
                FaultRequests.of(body.anyObject(context, Body.Type.JSON, FaultRequests.KEYS), Instant.now(), Caller.of(context).name());
        change(context, condition, listener, Optional.of(wanted));
    }

    private void end(Context context) {
        change(context, Condition.ofChange(context), ListenerResource.listener(balancer, context), Optional.empty());
    }

    private void change(Context context, Condition condition, Listener listener, Optional<Fault> wanted) {
        turn.lock();
        try {
            Optional<Fault> before = now(listener);
            condition.require(Optional.of(tag(before)));
            if (!Parameters.dryRun(context)) {
                listener.faults().set(wanted);
                if (before.isPresent() || wanted.isPresent()) {
                    tell(listener, wanted, Caller.of(context).name());
                }
            }
        } finally {
            turn.unlock();
        }
        answer(context, now(listener));
    }

    private void tell(Listener listener, Optional<Fault> wanted, String who) {
        String sentence = wanted.map(fault -> "%d %% of new connections have a fault until %s: %s".formatted(fault.percent(), fault.until(),
                FaultView.text(fault))).orElse("connections have no fault any more");
        balancer.events().publish(EventType.FAULT, wanted.isPresent() ? Event.Severity.WARNING : Event.Severity.INFO,
                Subject.listener(listener.id()), who, sentence);
    }

    private static void answer(Context context, Optional<Fault> fault) {
        tag(fault).send(context);
        Answers.json(context, view(fault));
    }

    private static ETag tag(Optional<Fault> fault) {
        return ETag.of(view(fault));
    }

    private static ObjectNode view(Optional<Fault> fault) {
        return fault.map(FaultView::of).orElseGet(Json::object);
    }
}
