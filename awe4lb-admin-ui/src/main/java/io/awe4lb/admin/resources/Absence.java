package io.awe4lb.admin.resources;

import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.kernel.config.Suggestion;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.runtime.Balancer;
import java.util.Collection;
import java.util.List;

/** Says that something is not there, and what may have been meant. */
final class Absence {

    private static final int MOST_LISTED = 10;

    private Absence() {}

    /**
     * A 404.
     *
     * @param what as in {@code pool}
     * @param where begins with a space, or is empty
     * @param known ids that there are
     */
    private static RuntimeException of(String what, String id, String where, Collection<String> known) {
        return ProblemCode.NOT_FOUND.problem("there is no %s %s%s%s".formatted(what, Parameters.quoted(id), where, advice(id, known)))
                .exception();
    }

    static RuntimeException of(String what, String id, Collection<String> known) {
        return of(what, id, "", known);
    }

    static RuntimeException ofPool(Balancer balancer, String id) {
        return of("pool", id, balancer.pools().stream().map(Pool::id).toList());
    }

    static RuntimeException ofBackend(Balancer balancer, String pool, String id) {
        List<String> known = balancer.pool(pool).map(found -> found.members().all().stream().map(PoolBackend::id).toList())
                .orElse(List.of());
        return of("backend", id, " in pool " + pool, known);
    }

    private static String advice(String id, Collection<String> known) {
        String near = Suggestion.of(id, known);
        if (!near.isEmpty() || known.isEmpty()) {
            return near;
        }
        String list = String.join(", ", known.stream().limit(MOST_LISTED).toList());
        return known.size() == 1 ? ": there is " + list : ": there are " + list + (known.size() > MOST_LISTED ? " and others" : "");
    }
}
