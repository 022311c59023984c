package io.awe4lb.admin.resources;

import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.stats.RateHistory;
import io.awe4lb.kernel.stats.Rates;
import io.awe4lb.kernel.stats.Subject;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /stats/rates}: how much moved a second, how many were connected and how long connects took, in the last 15 minutes. */
final class RateResource {

    private final Balancer balancer;
    private final Rates rates;

    RateResource(Balancer balancer, Rates rates) {
        this.balancer = balancer;
        this.rates = rates;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/stats/rates", Access.VIEWER, this::history)
                .query("listener", "pool", "backend", "resolution", "since"));
    }

    private void history(Context context) {
        Subject subject = subject(context);
        Optional<Instant> since = Parameters.filter(context, "since").map(RateResource::instant);
        RateHistory history = rates.history(subject, everySecond(context));
        Answers.json(context, RateView.of(since.map(history::after).orElse(history)));
    }

    private Subject subject(Context context) {
        Optional<String> listener = Parameters.filter(context, "listener");
        Optional<String> pool = Parameters.filter(context, "pool");
        Optional<String> backend = Parameters.filter(context, "backend");
        if (listener.isPresent() && (pool.isPresent() || backend.isPresent())) {
            throw Parameters.bad("rates are those of a listener, or of a pool or a backend: ask for one of them");
        }
        if (backend.isPresent() && pool.isEmpty()) {
            throw Parameters.bad("a backend is found by its pool: say pool, too");
        }
        return listener.map(this::listener).or(() -> backend.map(id -> backend(pool.orElseThrow(), id))).or(() -> pool.map(this::pool))
                .orElse(Subject.NONE);
    }

    private Subject listener(String id) {
        List<String> known = balancer.listeners().stream().map(Listener::id).toList();
        if (!known.contains(id)) {
            throw Absence.of("listener", id, known);
        }
        return Subject.listener(id);
    }

    private Subject pool(String id) {
        return Subject.pool(found(id).id());
    }

    private Subject backend(String pool, String id) {
        if (found(pool).members().all().stream().noneMatch(backend -> backend.id().equals(id))) {
            throw Absence.ofBackend(balancer, pool, id);
        }
        return Subject.backend(pool, id);
    }

    private Pool found(String id) {
        return balancer.pool(id).orElseThrow(() -> Absence.ofPool(balancer, id));
    }

    private static boolean everySecond(Context context) {
        String written = Parameters.filter(context, "resolution").orElse("1s");
        return switch (written) {
            case "1s" -> true;
            case "10s" -> false;
            default -> throw Parameters.bad("resolution is 1s or 10s, not " + Parameters.quoted(written));
        };
    }

    private static Instant instant(String written) {
        try {
            return Instant.parse(written);
        } catch (DateTimeException _) {
            throw Parameters.bad("since is a time like 2026-03-01T12:00:00Z, not " + Parameters.quoted(written));
        }
    }
}
