package io.awe4lb.kernel.config;

import io.awe4lb.spi.BackendSpec;
import java.util.HashMap;
import java.util.Map;

/** Checks the backends of one list against each other. */
final class BackendListCheck {

    private final Findings findings;
    private final Map<String, Position> firsts = new HashMap<>();
    private boolean hasWeight;

    BackendListCheck(Findings findings) {
        this.findings = findings;
    }

    /** Whether the backend's id is the first of its kind; else an error was reported. */
    boolean isNew(BackendSpec backend, Place place) {
        hasWeight |= backend.weight() > 0;
        Position first = firsts.putIfAbsent(backend.id(), place.position());
        if (first != null) {
            String message =
                    "the backend " + Quoted.of(backend.id()) + " is already listed at " + first + ": remove it, or give it another name";
            findings.error(Code.DUPLICATE_BACKEND, place, message);
        }
        return first == null;
    }

    /** Called after the last backend. */
    void reportDoubts(Place place) {
        if (firsts.isEmpty()) {
            findings.warning(Code.NO_BACKENDS, place, "the list of backends is empty: every client will be closed");
        } else if (!hasWeight) {
            findings.warning(Code.NO_WEIGHT, place, "every backend has weight 0, so work is spread evenly: give one of them a weight");
        }
    }
}
