package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.Json;
import io.awe4lb.spi.BackendSpec;
import java.util.Optional;

/** What an endpoint is good for. */
enum Standing {
    /** It serves. */
    READY(BackendSpec.DEFAULT_PRIORITY),
    /** It ends and serves what it has: new work is for it only while nobody is ready, as kube-proxy has it. */
    LEAVING(BackendSpec.DEFAULT_PRIORITY + 1);

    private final int priority;

    Standing(int priority) {
        this.priority = priority;
    }

    int priority() {
        return priority;
    }

    /**
     * By its conditions, each of which may be unknown: then it is ready, serves if it is ready, and does not end.
     *
     * @return empty for an endpoint that is good for nothing
     */
    static Optional<Standing> of(Object endpoint) {
        boolean isReady = condition(endpoint, "ready").orElse(true);
        boolean isServing = condition(endpoint, "serving").orElse(isReady);
        boolean isTerminating = condition(endpoint, "terminating").orElse(false);
        if (isReady) {
            return Optional.of(READY);
        }
        return isServing && isTerminating ? Optional.of(LEAVING) : Optional.empty();
    }

    private static Optional<Boolean> condition(Object endpoint, String name) {
        return Json.at(endpoint, "conditions", name).filter(Boolean.class::isInstance).map(Boolean.class::cast);
    }
}
